import type { ChangeKind } from "../change";
import { putSecretPolicy } from "./secret/put-secret-policy";

/** The kinds of change that IAM alone decides. */
export const KINDS: ChangeKind[] = [putSecretPolicy];
