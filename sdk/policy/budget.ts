import { memoize } from "iam-proof/collections";
import { type SizeQuota, sizeQuotas } from "iam-proof/quotas";
import type { PolicyDocument } from "./document";

/** A limit that AWS sets on a policy document, and what to do if a document exceeds it. */
export interface PolicyBudget {
  /** The kind of document, for messages. */
  title: string;
  /** The most characters (for KMS, bytes) that AWS accepts. */
  limit: number;
  /** Unit in which AWS counts. */
  unit: "characters" | "bytes";
  wayOut: string;
}

export const policyBudgets = {
  podRolePolicy: {
    title: "identity policy of the role",
    ...limitOf(sizeQuotas.rolePolicies),
    wayOut: "split the reader into several service accounts, each with fewer secrets",
  },
  podRoleTrust: {
    title: "trust policy of the role",
    ...limitOf(sizeQuotas.trustPolicy),
    wayOut: "shorten the names of the cluster, namespace or service account",
  },
  secretResourcePolicy: {
    title: "resource policy of the secret",
    ...limitOf(sizeQuotas.secretPolicy),
    wayOut: "let further readers use mode targetRole, which needs no statement here",
  },
  secretKeyPolicy: {
    title: "key policy",
    ...limitOf(sizeQuotas.keyPolicy),
    wayOut:
      "let several keys share the secrets (key: { alias, shards }), or readers use mode targetRole, which needs no statement here",
  },
} as const satisfies Record<string, PolicyBudget>;

function limitOf({ default: limit, unit }: SizeQuota): Pick<PolicyBudget, "limit" | "unit"> {
  return { limit, unit };
}

export type PolicyKind = keyof typeof policyBudgets;

/** Thrown for a document that exceeds AWS's limit for its kind. */
export class PolicyBudgetError extends Error {
  constructor(
    public readonly kind: PolicyKind,
    public readonly subject: string,
    public readonly size: number,
  ) {
    const { limit, title, unit, wayOut } = policyBudgets[kind];
    super(`${title} ${subject} must be at most ${limit} ${unit}, got ${size} ${unit}; ${wayOut}`);
    this.name = "PolicyBudgetError";
  }
}

/** Size of a document as AWS counts it: characters without whitespace for IAM and Secrets Manager, bytes of UTF-8 for KMS. */
export function policySize(kind: PolicyKind, document: PolicyDocument): number {
  return sizes[policyBudgets[kind].unit](document);
}

/** Each document is measured only once: `plan` asks for all sizes after the check of the inventory. */
const sizes = {
  bytes: memoize((one: object) => new TextEncoder().encode(JSON.stringify(one)).length),
  characters: memoize((one: object) => JSON.stringify(one).length),
};

/** Returns the document, or throws a `PolicyBudgetError` that names the limit and the way out. */
export function withinBudget<D extends PolicyDocument>(
  kind: PolicyKind,
  subject: string,
  document: D,
): D {
  const size = policySize(kind, document);
  if (size > policyBudgets[kind].limit) throw new PolicyBudgetError(kind, subject, size);
  return document;
}
