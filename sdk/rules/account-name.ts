import type { TextRule } from "./text-rule";

/** Name of an account within the inventory: the first part of Pulumi stack names. */
export const accountName: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/,
  must: "at most 80 letters, digits, hyphens and underscores, beginning with a letter or digit",
};
