import type { TextRule } from "./text-rule";

export const accountId: TextRule = { pattern: /^[0-9]{12}$/, must: "12 digits" };
