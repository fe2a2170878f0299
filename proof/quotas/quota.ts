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
