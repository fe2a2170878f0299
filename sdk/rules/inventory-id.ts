import type { TextRule } from "./text-rule";

export const inventoryId: TextRule = {
  pattern: /^[a-z][a-z0-9-]{2,39}$/,
  must: "3 to 40 lower-case letters, digits and hyphens that begin with a letter, such as lz-3f9a71c2",
};
