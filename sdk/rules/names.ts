import { knownRegions } from "iam-proof/names";
import { nearest, shown } from "./problem";
import type { TextRule } from "./rule";

export const accountId: TextRule = { pattern: /^[0-9]{12}$/, must: "12 digits" };

export const servicePrincipal: TextRule = {
  pattern: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/,
  must: "the name of a service such as sso.amazonaws.com",
};

/** Anything that AWS Organizations can attach a control policy to. */
export const controlPolicyTarget: TextRule = {
  pattern: /^(\d{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/,
  must: "the id of an account, an organizational unit or a root",
};

/** Name of an account within the inventory: the first part of Pulumi stack names. */
export const accountName: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/,
  must: "at most 80 letters, digits, hyphens and underscores, beginning with a letter or digit",
};

export const organizationId: TextRule = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  must: "an AWS Organizations id, such as o-exampleorg",
};

export const inventoryId: TextRule = {
  pattern: /^[a-z][a-z0-9-]{2,39}$/,
  must: "3 to 40 lower-case letters, digits and hyphens that begin with a letter, such as lz-3f9a71c2",
};

/** The version of the inventory's vocabulary. A file without one is read as this version. */
export const INVENTORY_VERSION = 1;

/** The version in an inventory, if this release is too old to read it. */
export function newerVersion(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null || !("version" in value)) return undefined;
  const { version } = value;
  return typeof version === "number" && version > INVENTORY_VERSION ? version : undefined;
}

/** The pattern of region names, known or not; `arn-rules` uses it too. */
export const regionName = "[a-z]{2,4}(-[a-z]+)+-[0-9]+";

export const region: TextRule = {
  pattern: new RegExp(`^${regionName}$`),
  must: "an AWS region, such as us-east-1",
};

/** The most mistakes for which a region name still counts as another's; regions have words in common. */
const MOST_MISTAKES = 2;

/** A warning about a region that is not known to exist; undefined for a known one. AWS adds regions. */
export function unknownRegion(name: string): string | undefined {
  if (knownRegions.has(name)) return undefined;
  const near = nearest(name, [...knownRegions.keys()], MOST_MISTAKES);
  const meant = near === undefined ? "" : `; did you mean "${near}"?`;
  return `should be a region that AWS was known to have when this version was made, got ${shown(name)}${meant}`;
}

export const clusterName: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  must: "at most 100 letters, digits, hyphens and underscores, beginning with a letter or digit",
};

/** The longest role name, in characters. */
export const roleNameLimit = 64;

export const roleName: TextRule = {
  pattern: new RegExp(`^[A-Za-z0-9_+=,.@-]{1,${roleNameLimit}}$`),
  must: `at most ${roleNameLimit} letters, digits and characters of _+=,.@-`,
};

export const policyName: TextRule = {
  pattern: /^[A-Za-z0-9_+=,.@-]{1,128}$/,
  must: "at most 128 letters, digits and characters of _+=,.@-",
};

/** The characters of a path. IAM accepts every visible ASCII character, but in a policy `*`, `?` and `$` would be special. */
export const pathCharacter = "[!-#%-)+->@-~]";

export const rolePath: TextRule = {
  pattern: new RegExp(`^(?!.{513})/(${pathCharacter}+/)?$`),
  must: "a path that begins and ends with a slash, such as /pods/, without spaces and *?$",
};

export const secretName: TextRule = {
  pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  must: "at most 512 letters, digits and characters of /_+=.@-",
};

export const parameterName: TextRule = {
  pattern: /^(?!\/?(aws|ssm))(\/?[A-Za-z0-9_.-]+|(\/[A-Za-z0-9_.-]+){2,15})$/i,
  must: "letters, digits, dots, hyphens and underscores in at most 15 levels, each after a slash, not beginning with aws or ssm",
};

export const subnetId: TextRule = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  must: "the id of a subnet, such as subnet-0123456789abcdef0",
};

const byte = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

export const ipv4Cidr: TextRule = {
  pattern: new RegExp(`^${byte}(?:\\.${byte}){3}/(?:3[0-2]|[12]?[0-9])$`),
  must: "a range of IPv4 addresses, such as 203.0.113.0/24",
};

export const tagKey: TextRule = {
  pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu,
  must: "a tag key of at most 128 characters, not beginning with aws:",
};

export const tagValue: TextRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
  must: "a tag value of at most 256 letters, digits, spaces and characters of _.:/=+@-",
};

/** A single word in a file or on a command line: an image, a profile, or a kubeconfig context. */
export const word: TextRule = {
  pattern: /^(?!.*\s)[!-~\u00a1-\uffff]+$/,
  must: "a text without spaces and control characters",
};

/** A text that only must not be empty. */
export const anyText: TextRule = { pattern: /\S/, must: "a text" };
