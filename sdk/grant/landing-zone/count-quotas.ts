import { page, type Quota, sources } from "iam-proof/quotas";

/** What a quota is counted for. */
type QuotaScope = "account" | "account and region" | "cluster";

/** A quota on how many things may exist at the same time. */
export interface CountQuota extends Quota {
  per: QuotaScope;
  /** What to do if AWS grants no more. */
  wayOut: string;
}

const eks = page("eks/latest/userguide/service-quotas.html");
const podIdentity = page("eks/latest/userguide/pod-identities.html");
const kmsKeys = page("kms/latest/developerguide/resource-limits.html");

/** The quotas on how many of each thing an account, a region or a cluster may have. */
export const countQuotas = {
  roles: {
    title: "IAM roles",
    per: "account",
    default: 1_000,
    most: 10_000,
    code: "iam L-FE177D64",
    source: sources.iamMost,
    wayOut: "move readers to clusters of another account",
  },
  clusters: {
    title: "EKS clusters",
    per: "account and region",
    default: 100,
    code: "eks L-1194D53C",
    source: eks,
    wayOut: "create clusters in another account or region",
  },
  podIdentityAssociations: {
    title: "Pod Identity associations",
    per: "cluster",
    default: 5_000,
    source: podIdentity,
    wayOut: "ask AWS Support for more, or move readers to another cluster",
  },
  secrets: {
    title: "secrets",
    per: "account and region",
    default: 500_000,
    most: 500_000,
    source: sources.secretsManagerNames,
    wayOut: "move secrets to another account or region",
  },
  keys: {
    title: "KMS keys",
    per: "account and region",
    default: 100_000,
    code: "kms L-C2F1777E",
    source: kmsKeys,
    wayOut: "let more secrets share a key",
  },
  parameters: {
    title: "standard parameters",
    per: "account and region",
    default: 10_000,
    most: 10_000,
    source: sources.parameters,
    wayOut: "move parameters to another account or region, or make them secrets",
  },
} as const satisfies Record<string, CountQuota>;

export type CountQuotaName = keyof typeof countQuotas;

/** Quotas that AWS granted to an account instead of the defaults, or what the account has left for this inventory. */
export type GivenQuotas = { readonly [Name in CountQuotaName]?: number | undefined };

/** The value of a quota in an account. */
export function quotaIn(given: GivenQuotas | undefined, name: CountQuotaName): number {
  return given?.[name] ?? countQuotas[name].default;
}

/** How to raise a quota, as a sentence without its full stop. Undefined if it cannot be raised. */
export function increase({ code, most }: Quota): string | undefined {
  if (code === undefined) return undefined;
  const [service, id] = code.split(" ");
  const upTo = most === undefined ? "" : `, which goes up to ${most}`;
  return `ask AWS for more of quota ${id} of ${service}${upTo}, and write the new value under quotas of the account`;
}
