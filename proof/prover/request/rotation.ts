import { type ReadTarget, rotationRole } from "../documents/read-target";
import { always, and, type Formula, never } from "../solver/formula";
import { equalsText } from "../texts/text-value";
import { isRole, type SymbolicCaller } from "./caller";

/** The actions of Secrets Manager's own rotation functions, in lower case. */
export const ROTATING_ACTIONS = [
  "getsecretvalue",
  "describesecret",
  "putsecretvalue",
  "updatesecretversionstage",
].map((action) => `secretsmanager:${action}`);

/** The KMS actions for reading and writing a secret, in lower case. */
export const ROTATING_KEY_ACTIONS = ["kms:decrypt", "kms:generatedatakey"];

/** The services that assume a rotation role: for a secret's function, or for AWS if another provider holds the secret. */
const ROTATING_SERVICES = ["lambda.amazonaws.com", "secretsmanager.amazonaws.com"];

/** Whether the secret is rotated by an unknown role. */
export function isRotatedByUnknown({ kind, of }: ReadTarget): boolean {
  return kind === "secret" && Boolean(of.rotation) && rotationRole(of) === undefined;
}

/** The caller is the role that rotates the target, assumed by a service. For a role with unknown trust, this is assumed. */
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
