import type { AccessDocuments } from "../../domain/documents";
import type { PrincipalKind } from "../../domain/principal-kind";
import { notAssumed } from "./deployment";

/** Name of the assumption about control policies that are not in the documents. */
export const NO_OTHER_CONTROLS = "no-other-control-policies";

/** Name of the assumption about tokens with which readers create their sessions. */
export const WEB_IDENTITY_TRUTH = "web-identity-truth";

/** Names of the assumptions about what others deploy. */
export const OWNER_ADMITS_READER = "owner-admits-reader";
export const EXTERNAL_READER_TRUST = "external-reader-trust";

/** Names of the assumptions about other places and keys of values, if the documents do not tell. */
export const NO_OTHER_COPIES = "no-other-copies";
export const NO_FORMER_KEYS = "no-former-keys";

/** The assumptions for every kind of principal that the prover makes unless they are dropped, by name, with the text of each. */
export const ASSUMPTIONS = {
  "reader-trust":
    "a session of a role in the documents exists only if the role's trust policy allows it, with the tags that it has; whoever may change the role in its own account can break this",
  [WEB_IDENTITY_TRUTH]:
    "the issuer of a reader's tokens tells the truth: it gives tokens of the reader's subject to nobody else",
  "owner-principals-closed":
    "in the account that owns a secret, only the roles in the documents and the named administrators have rights of their own to read it, and the root user has none; a sealed secret needs no such assumption",
  "administrator-trust":
    "a role of an administrator, or one that may become it, whose trust policy the documents lack is assumed only by those who were declared; whoever is let in by that policy reads",
  "service-linked-roles":
    "a service-linked role reads a secret only by policies in the documents; only AWS writes its policies and assumes it, and no control policy of an organization limits it",
  [OWNER_ADMITS_READER]:
    "the owner of an external secret lets the reader in, and so does its key, as plan says; nobody read their policies, and no claim says who else reads the secret",
  [EXTERNAL_READER_TRUST]:
    "the role of an external reader has the trust policy and the rights that this package gives to a reader's role; nobody read them, and those who deploy the role must prove them",
  [NO_OTHER_COPIES]:
    "a secret has no copies in other regions but those in the documents; nobody looked for others",
  [NO_FORMER_KEYS]:
    "no version of a value can be opened with a key that the documents do not name with it; nobody looked under which keys its versions are",
  [NO_OTHER_CONTROLS]:
    "no service or resource control policy stops a reader, except those in the documents; only the organization's own account can read all that are in force",
} as const satisfies Record<string, string>;

/** Name of an assumption for every kind of principal. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** All assumptions about documents whose readers are of the kind. */
export function assumptionsOf(kind: PrincipalKind | undefined): Record<string, string> {
  const { "reader-trust": trust, ...others } = ASSUMPTIONS;
  return { "reader-trust": trust, ...(kind && { [kind.truth.name]: kind.truth.says }), ...others };
}

/** Whether readers in the documents create sessions themselves, with tokens. */
export function haveTokens({ associations }: Pick<AccessDocuments, "associations">): boolean {
  return (associations ?? []).some(({ webIdentity }) => webIdentity);
}

/** The assumptions in an answer to who reads these secrets and parameters that stand for what nobody looked for. */
export function assumedOfValues({
  parameters,
  secrets,
}: Pick<AccessDocuments, "parameters" | "secrets">): AssumptionName[] {
  const read = notAssumed(secrets ?? []);
  const isUnknown = (list: unknown[] | null | undefined) => list === null || list === undefined;
  const encrypted = [...read, ...(parameters ?? []).filter(({ key, secure }) => key || secure)];
  const owed: AssumptionName[] = [];
  if (read.some(({ copies }) => isUnknown(copies))) owed.push(NO_OTHER_COPIES);
  if (encrypted.some(({ formerKeys }) => isUnknown(formerKeys))) owed.push(NO_FORMER_KEYS);
  return owed;
}

/** The assumptions not to make. An unknown name is an error: the caller would believe an assumption dropped that is made. */
export function droppedAssumptions(
  names: readonly string[],
  kind: PrincipalKind | undefined,
): ReadonlySet<string> {
  const known = assumptionsOf(kind);
  const unknown = names.find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) {
    const all = Object.keys(known).join(", ");
    throw new Error(`drop must have names of assumptions (${all}), got ${JSON.stringify(unknown)}`);
  }
  return new Set(names);
}
