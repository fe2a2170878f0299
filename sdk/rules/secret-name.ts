import type { TextRule } from "./text-rule";

export const secretName: TextRule = {
  pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  must: "at most 512 letters, digits and characters of /_+=.@-",
};
