import { forReaders } from "iam-proof";
import type { Reader } from "../../grant/landing-zone/reader";
import type { AccessDocuments } from "./documents";
import { POD_IDENTITY } from "./kind";

/** Questions about documents whose readers are pods. */
export const ofPods = forReaders<Reader, AccessDocuments>(POD_IDENTITY);
