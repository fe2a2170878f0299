import type { TextRule } from "./text-rule";

export const tagKey: TextRule = {
  pattern: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/iu,
  must: "a tag key of at most 128 characters, not beginning with aws:",
};

export const tagValue: TextRule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
  must: "a tag value of at most 256 letters, digits, spaces and characters of _.:/=+@-",
};
