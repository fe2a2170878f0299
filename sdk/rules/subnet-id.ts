import type { TextRule } from "./text-rule";

export const subnetId: TextRule = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  must: "the id of a subnet, such as subnet-0123456789abcdef0",
};
