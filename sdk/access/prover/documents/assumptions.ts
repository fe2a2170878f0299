/** Name of the assumption about control policies that the documents lack. */
export const NO_OTHER_CONTROLS = "no-other-control-policies";

/** Names of the assumptions about what others deploy. */
export const OWNER_ADMITS_READER = "owner-admits-reader";
export const EXTERNAL_READER_TRUST = "external-reader-trust";

/** The assumptions that the prover makes unless they are dropped, by name, and what each says. */
export const ASSUMPTIONS = {
  "reader-trust":
    "a session of a role whose trust policy is in the documents exists only if that policy let it be made, with the tags that it has; whoever may change the role in its own account can break this",
  "pod-identity-truth":
    "EKS Pod Identity tells the truth: a session that it makes carries the tags, cluster and account of the very pod, and they go with it into every further role",
  "owner-principals-closed":
    "in the account that owns a secret nobody may read it by rights of their own but the roles in the documents and the named administrators, the root user included; it is not made for a sealed secret",
  "service-linked-roles":
    "a service-linked role reads no secret but by policies in the documents: AWS alone writes its policies and becomes it, and no control policy of an organization limits it",
  [OWNER_ADMITS_READER]:
    "who owns a secret that is declared as external lets the reader in, and so does its key, as plan says: nobody read their policies, and nothing is claimed about who else reads it",
  [EXTERNAL_READER_TRUST]:
    "the role of a reader that is declared as external has the trust policy and the rights that this package gives to a reader's role: nobody read them, and those who deploy it must prove them",
  [NO_OTHER_CONTROLS]:
    "no service or resource control policy keeps a reader from what it was granted but those in the documents: only an organization's own account can read all that are in force",
} as const satisfies Record<string, string>;

/** Name of an assumption. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** The assumptions that are not made. A name that is none would leave one made which the caller believes dropped. */
export function droppedAssumptions(names: readonly string[]): ReadonlySet<string> {
  const unknown = names.find((name) => !Object.hasOwn(ASSUMPTIONS, name));
  if (unknown !== undefined) {
    const all = Object.keys(ASSUMPTIONS).join(", ");
    throw new Error(`drop must have names of assumptions (${all}), got ${JSON.stringify(unknown)}`);
  }
  return new Set(names);
}
