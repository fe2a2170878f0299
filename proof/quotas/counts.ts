import { type CountQuota, sources } from "./quota";

/** How many of each an account, a region or a cluster may have. */
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
    source: sources.eks,
    wayOut: "create clusters in another account or region",
  },
  podIdentityAssociations: {
    title: "Pod Identity associations",
    per: "cluster",
    default: 5_000,
    source: sources.podIdentity,
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
    source: sources.kmsKeys,
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
