import { createHash, randomBytes } from "node:crypto";

import type { CheckRequest } from "./provider";

export interface Autoname {
  /** The property that holds it; `name` by default. */
  property?: string;
  /** The longest name that the provider makes up. */
  maxLength: number;
  /** What the service wants in front of every name, e.g. `alias/`. */
  prefix?: string;
  /** How many random digits; 7 by default. */
  digits?: number;
}

/**
 * The name that a resource gets when the program gives none: the logical name, a hyphen and random hexadecimal
 * digits. A resource that has such a name keeps it. A name that would be too long is an error.
 */
export function autoname(
  { name, randomSeed }: Pick<CheckRequest, "name" | "randomSeed">,
  { maxLength, prefix = "", digits = 7 }: Autoname,
): string {
  const random = randomSeed.length > 0 ? randomSeed : randomBytes(16);
  const suffix = createHash("sha256").update(name).update(random).digest("hex").slice(0, digits);
  const base = `${name.startsWith(prefix) ? "" : prefix}${name}-`;
  if (base.length + digits > maxLength) {
    throw new Error(
      `name '${base}' plus ${digits} random chars is longer than maximum length ${maxLength}`,
    );
  }
  return base + suffix;
}
