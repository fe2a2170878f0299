import type { TextRule } from "./text-rule";

/** IAM takes every visible character of ASCII; in a policy `*`, `?` and `$` would mean more than themselves. */
export const pathCharacter = "[!-#%-)+->@-~]";

export const rolePath: TextRule = {
  pattern: new RegExp(`^(?!.{513})/(${pathCharacter}+/)?$`),
  must: "a path that begins and ends with a slash, such as /pods/, without spaces and *?$",
};
