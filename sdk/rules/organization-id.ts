import type { TextRule } from "./text-rule";

export const organizationId: TextRule = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  must: "an AWS Organizations id, such as o-exampleorg",
};
