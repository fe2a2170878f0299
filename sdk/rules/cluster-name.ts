import type { TextRule } from "./text-rule";

export const clusterName: TextRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  must: "at most 100 letters, digits, hyphens and underscores, beginning with a letter or digit",
};
