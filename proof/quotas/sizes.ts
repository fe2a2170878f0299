import { type SizeQuota, sources } from "./quota";

/** The longest texts that AWS accepts. IAM counts no white space. */
export const sizeQuotas = {
  rolePolicies: {
    title: "inline policies of a role, together",
    default: 10_240,
    unit: "characters",
    source: sources.iam,
  },
  trustPolicy: {
    title: "trust policy of a role",
    default: 2_048,
    most: 8_192,
    unit: "characters",
    code: "iam L-C07B4B0D",
    source: sources.iamMost,
  },
  managedPolicy: {
    title: "customer managed policy",
    default: 6_144,
    unit: "characters",
    source: sources.iam,
  },
  sessionPolicy: {
    title: "session policy",
    default: 2_048,
    unit: "characters",
    source: sources.iam,
  },
  secretPolicy: {
    title: "resource policy of a secret",
    default: 20_480,
    unit: "characters",
    source: sources.secretsManagerNames,
  },
  keyPolicy: {
    title: "key policy",
    default: 32_768,
    unit: "bytes",
    source: sources.kmsKeyPolicy,
  },
  parameter: {
    title: "value of a standard parameter",
    default: 4_096,
    unit: "bytes",
    source: sources.parameters,
  },
} as const satisfies Record<string, SizeQuota>;
