import { createHash, randomBytes } from "node:crypto";

import type { CheckRequest } from "./provider";

export interface Autoname {
  /** The longest name that the service takes. */
  maxLength: number;
  /** What the service wants in front of every name, e.g. `alias/`. */
  prefix?: string;
  /** How many random digits; 7 by default. */
  digits?: number;
}

/**
 * The name that a resource gets when the program gives none: the logical name, a hyphen and random hexadecimal
 * digits. A resource that has such a name keeps it.
 */
export function autoname(
  { name, randomSeed }: Pick<CheckRequest, "name" | "randomSeed">,
  { maxLength, prefix = "", digits = 7 }: Autoname,
): string {
  const random = randomSeed.length > 0 ? randomSeed : randomBytes(16);
  const suffix = createHash("sha256").update(name).update(random).digest("hex").slice(0, digits);
  const base = name.startsWith(prefix) ? name : prefix + name;
  return `${base.slice(0, maxLength - digits - 1)}-${suffix}`;
}

/** What the real provider puts behind a `namePrefix`: the time and a counter, 26 digits. */
export function uniqueSuffix(): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return `${time}${randomBytes(6).toString("hex")}`;
}
