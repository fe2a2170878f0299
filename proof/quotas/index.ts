/** Where AWS states a figure. */
export interface QuotaSource {
  /** Address of the page. */
  page: string;
  /** Date on which a copy of it was read. */
  seen: string;
  /** What that copy does not say, and who says it instead. */
  unconfirmed?: string;
}

/** A quota that AWS sets, with its value for an account that never asked for another. */
export interface Quota {
  /** What is counted, as messages say it. */
  title: string;
  default: number;
  source: QuotaSource;
  /** Service and code in Service Quotas, by which one asks for more. None: AWS raises it for nobody, or only through AWS Support. */
  code?: string;
  /** The most that AWS grants, where it says so. */
  most?: number;
}

/** A quota of the length of one text. */
export interface SizeQuota extends Quota {
  unit: "characters" | "bytes";
}

/** The day on which the copies of AWS's pages were read. */
const SEEN = "2026-11-27";

/** A page of AWS's documentation that states a figure. */
export const page = (address: string, unconfirmed?: string): QuotaSource => ({
  page: `https://docs.aws.amazon.com/${address}`,
  seen: SEEN,
  ...(unconfirmed && { unconfirmed }),
});

/** AWS's pages of quotas. */
export const sources = {
  iam: page("IAM/latest/UserGuide/reference_iam-quotas.html"),
  iamMost: page(
    "IAM/latest/UserGuide/reference_iam-quotas.html",
    "the most that AWS grants was read in notes of others on this page; an older copy says 5,000 roles and policies, and 4,096 characters",
  ),
  secretsManager: page("secretsmanager/latest/userguide/reference_limits.html"),
  secretsManagerNames: page(
    "secretsmanager/latest/userguide/reference_limits.html",
    "the copy ends before this figure; an older copy of the page has it",
  ),
  kmsKeyPolicy: page(
    "kms/latest/developerguide/resource-limits.html",
    "an older copy says 32 KB; the newest that was read lists no size",
  ),
  parameters: page("systems-manager/latest/APIReference/API_PutParameter.html"),
};

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

const organizations = page("organizations/latest/userguide/orgs_reference_limits.html");
const raised = page(
  "organizations/latest/userguide/orgs_reference_limits.html",
  "the copy is older than 15 May 2026, on which AWS doubled both figures for service control policies, as several report",
);

/** The longest control policies that AWS accepts, white space included, and how many of them a root, unit or account takes. */
export const controlPolicyQuotas = {
  service: {
    size: { title: "service control policy", default: 10_240, unit: "characters", source: raised },
    attached: { title: "service control policies of a target", default: 10, source: raised },
  },
  resource: {
    size: {
      title: "resource control policy",
      default: 5_120,
      unit: "characters",
      source: organizations,
    },
    attached: {
      title: "resource control policies of a target",
      default: 5,
      source: organizations,
    },
  },
} as const satisfies Record<string, { size: SizeQuota; attached: Quota }>;

const PER_TAG = 4;
const PER_CHARACTER = 0.225;

/**
 * The part of the room for session policies and tags that tags take, in percent, as STS's `PackedPolicySize`. AWS
 * documents no formula: this is an estimate, fitted to what users published, and rather too high. Six tags
 * of AWS's own took 74 %, and 112 % with tags of a program's own that took 37 % alone (aws/containers-roadmap#2413); with those
 * of GitHub's action for credentials, 142 % (aws-actions/configure-aws-credentials#1803).
 */
export function packedTagsPercent(tags: Readonly<Record<string, string>>): number {
  const entries = Object.entries(tags);
  const characters = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return Math.ceil(entries.length * PER_TAG + characters * PER_CHARACTER);
}
