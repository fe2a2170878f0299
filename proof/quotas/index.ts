import table from "./quotas.json";

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

/** Pages of AWS's documentation by the names that tables of quotas use, each with what its copy does not say. */
type Pages = Record<string, { page: string; unconfirmed?: string }>;

/** The quotas of a table, each with the page that states it. `pages`: those that only this table names. */
export function readQuotas<Name extends string, Of extends Quota>(
  quotas: Record<Name, Omit<Of, "source" | "unit"> & { source: string; unit?: string }>,
  pages: Pages = {},
): Record<Name, Of> {
  const known: Pages = { ...table.pages, ...pages };
  const read = Object.keys(quotas).map((name) => {
    const quota = quotas[name as Name];
    const { page, ...more } = known[quota.source] ?? {};
    const source = { page: `https://docs.aws.amazon.com/${page}`, seen: table.seen, ...more };
    return [name, { ...quota, source }];
  });
  return Object.fromEntries(read);
}

type Size = "rolePolicies" | "trustPolicy" | "managedPolicy" | "sessionPolicy";
type SizeOfResource = "secretPolicy" | "keyPolicy" | "parameter";

/** The longest texts that AWS accepts. IAM counts no white space. */
export const sizeQuotas: Record<Size | SizeOfResource, SizeQuota> = readQuotas(table.sizes);

const sizes: Record<"service" | "resource", SizeQuota> = readQuotas(table.controlPolicySizes);
const counts: Record<"service" | "resource", Quota> = readQuotas(table.controlPolicyCounts);

/** The longest control policies that AWS accepts, white space included, and how many of them a root, unit or account takes. */
export const controlPolicyQuotas = {
  service: { size: sizes.service, attached: counts.service },
  resource: { size: sizes.resource, attached: counts.resource },
};

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
