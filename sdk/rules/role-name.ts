import type { TextRule } from "./text-rule";

/** Most characters of a role's name. */
export const roleNameLimit = 64;

export const roleName: TextRule = {
  pattern: new RegExp(`^[A-Za-z0-9_+=,.@-]{1,${roleNameLimit}}$`),
  must: `at most ${roleNameLimit} letters, digits and characters of _+=,.@-`,
};
