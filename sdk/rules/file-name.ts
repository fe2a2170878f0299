import type { TextRule } from "./text-rule";

/** ASCP writes through a temporary file whose name is longer by its suffix; 255 bytes is the file system's limit. */
const longest = 245;

/** Name of a file of a mount as an inventory gives it: what needs no translation. */
export const fileName: TextRule = {
  pattern: new RegExp(`^(?!\\.\\.)(?!\\.$)[A-Za-z0-9._+=@-]{1,${longest}}$`),
  must: `a file name of at most ${longest} letters, digits and characters of ._+=@-, not beginning with two dots`,
};

/** Name of a file as ASCP takes it, which translates slashes, and takes quotes as part of the name. */
export const fileAlias: TextRule = {
  pattern: /^(?!\.\.)(?!.*\/\.\.(\/|$))[^"'\s]+$/,
  fits: (name) => new TextEncoder().encode(name).length <= longest,
  must: `a file name of at most ${longest} bytes without quotes and spaces, not beginning with two dots`,
};
