import type { TextRule } from "./text-rule";

export const filePermission: TextRule = {
  pattern: /^[0-7]{4}$/,
  must: "four octal digits",
  advice: 'write it in quotes, such as "0400"',
};
