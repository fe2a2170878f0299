import { type ReadTarget, rotationRole } from "../documents/read-target";
import { always, and, type Formula, never } from "../solver/formula";
import { equalsText } from "../texts/text-value";
import { isRole, type SymbolicCaller } from "./caller";

/** What Secrets Manager's own rotation functions do to the secret, in lower case. */
export const ROTATING_ACTIONS = [
  "getsecretvalue",
  "describesecret",
  "putsecretvalue",
  "updatesecretversionstage",
].map((action) => `secretsmanager:${action}`);

/** What KMS is asked for when a secret is read and written, in lower case. */
export const ROTATING_KEY_ACTIONS = ["kms:decrypt", "kms:generatedatakey"];

/** By whom a role that rotates secrets is assumed: the function of a secret, or AWS where another provider holds the secret. */
const ROTATING_SERVICES = ["lambda.amazonaws.com", "secretsmanager.amazonaws.com"];

/** Whether nobody knows which role rotates the secret. */
export function isRotatedByUnknown({ kind, of }: ReadTarget): boolean {
  return kind === "secret" && Boolean(of.rotation) && rotationRole(of) === undefined;
}

/** Says that the caller is the role that rotates the target, as a service assumed it; of a role whose trust is not known, that is taken for granted. */
export function isRotation(caller: SymbolicCaller, target: ReadTarget): Formula {
  const role = target.kind === "secret" ? rotationRole(target.of) : undefined;
  if (role === undefined) return never;
  const isKnown = caller.creation?.(role) !== undefined;
  return and(isRole(caller.principal, role), isKnown ? isMadeByRotation(caller) : always);
}

function isMadeByRotation({ assumer }: SymbolicCaller): Formula {
  if (!assumer) return never;
  const { kinds, service } = assumer.principal;
  return and(kinds.service, equalsText(service, ...ROTATING_SERVICES));
}
