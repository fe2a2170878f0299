import { type RateQuota, sources } from "./quota";

/** How many calls a second AWS takes of an account in one region. */
export const rateQuotas = {
  createKeyRate: {
    title: "CreateKey",
    operations: ["kms:CreateKey"],
    default: 5,
    code: "kms L-32B67F4A",
    source: sources.kmsRates,
    wayOut: "let more secrets share a key",
  },
  createAliasRate: {
    title: "CreateAlias",
    operations: ["kms:CreateAlias"],
    default: 5,
    code: "kms L-F7504F73",
    source: sources.kmsRates,
    wayOut: "let more secrets share a key",
  },
  enableKeyRotationRate: {
    title: "EnableKeyRotation",
    operations: ["kms:EnableKeyRotation"],
    default: 15,
    code: "kms L-BE799B67",
    source: sources.kmsRates,
    wayOut: "let more secrets share a key",
  },
  putKeyPolicyRate: {
    title: "PutKeyPolicy",
    operations: ["kms:PutKeyPolicy"],
    default: 15,
    code: "kms L-9DDDE6CA",
    source: sources.kmsRates,
    wayOut: "let more secrets share a key",
  },
  createSecretRate: {
    title: "CreateSecret",
    operations: ["secretsmanager:CreateSecret"],
    default: 50,
    most: 50,
    source: sources.secretsManagerNames,
    wayOut: "spread the secrets over more accounts or regions",
  },
  secretPolicyRate: {
    title: "PutResourcePolicy and GetResourcePolicy",
    operations: [
      "secretsmanager:DeleteResourcePolicy",
      "secretsmanager:GetResourcePolicy",
      "secretsmanager:PutResourcePolicy",
      "secretsmanager:ValidateResourcePolicy",
    ],
    default: 50,
    most: 50,
    source: sources.secretsManager,
    wayOut: "spread the secrets over more accounts or regions",
  },
  secretReadRate: {
    title: "GetSecretValue and DescribeSecret",
    operations: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    default: 10_000,
    most: 10_000,
    source: sources.secretsManager,
    wayOut: "spread the pods over clusters of more accounts or regions",
  },
  parameterReadRate: {
    title: "GetParameters",
    operations: ["ssm:GetParameter", "ssm:GetParameters"],
    default: 40,
    source: sources.parameterRate,
    wayOut: "turn on higher throughput in the settings of Parameter Store",
  },
} as const satisfies Record<string, RateQuota>;

export type RateQuotaName = keyof typeof rateQuotas;
