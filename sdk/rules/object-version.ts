import type { TextRule } from "./text-rule";

/** Id of a secret's version, or number of a parameter's. */
export const versionId: TextRule = {
  pattern: /^[A-Za-z0-9-]{1,64}$/,
  must: "the id or number of a version",
};

export const versionStage: TextRule = {
  pattern: /^[A-Za-z0-9_+=,.@/-]{1,256}$/,
  must: "a staging label of at most 256 characters, such as AWSCURRENT",
};
