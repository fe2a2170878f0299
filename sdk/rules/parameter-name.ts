import type { TextRule } from "./text-rule";

export const parameterName: TextRule = {
  pattern: /^(?!\/?(aws|ssm))(\/?[A-Za-z0-9_.-]+|(\/[A-Za-z0-9_.-]+){2,15})$/i,
  must: "letters, digits, dots, hyphens and underscores in at most 15 levels, each after a slash, not beginning with aws or ssm",
};
