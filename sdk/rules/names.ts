import type { TextRule } from "./text-rule";

export const accountId: TextRule = { pattern: /^[0-9]{12}$/, must: "12 digits" };

/** Name of an account within the inventory: the first part of Pulumi stack names. */
export const accountName: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/,
  must: "at most 80 letters, digits, hyphens and underscores, beginning with a letter or digit",
};

export const clusterName: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  must: "at most 100 letters, digits, hyphens and underscores, beginning with a letter or digit",
};

export const inventoryId: TextRule = {
  pattern: /^[a-z][a-z0-9-]{2,39}$/,
  must: "3 to 40 lower-case letters, digits and hyphens that begin with a letter, such as lz-3f9a71c2",
};

export const organizationId: TextRule = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  must: "an AWS Organizations id, such as o-exampleorg",
};

export const parameterName: TextRule = {
  pattern: /^(?!\/?(aws|ssm))(\/?[A-Za-z0-9_.-]+|(\/[A-Za-z0-9_.-]+){2,15})$/i,
  must: "letters, digits, dots, hyphens and underscores in at most 15 levels, each after a slash, not beginning with aws or ssm",
};

/** Most characters of a role's name. */
export const roleNameLimit = 64;

export const roleName: TextRule = {
  pattern: new RegExp(`^[A-Za-z0-9_+=,.@-]{1,${roleNameLimit}}$`),
  must: `at most ${roleNameLimit} letters, digits and characters of _+=,.@-`,
};

/** IAM takes every visible character of ASCII; in a policy `*`, `?` and `$` would mean more than themselves. */
export const pathCharacter = "[!-#%-)+->@-~]";

export const rolePath: TextRule = {
  pattern: new RegExp(`^(?!.{513})/(${pathCharacter}+/)?$`),
  must: "a path that begins and ends with a slash, such as /pods/, without spaces and *?$",
};

export const secretName: TextRule = {
  pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  must: "at most 512 letters, digits and characters of /_+=.@-",
};

export const subnetId: TextRule = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  must: "the id of a subnet, such as subnet-0123456789abcdef0",
};

export const tagKey: TextRule = {
  pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu,
  must: "a tag key of at most 128 characters, not beginning with aws:",
};

export const tagValue: TextRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
  must: "a tag value of at most 256 letters, digits, spaces and characters of _.:/=+@-",
};
