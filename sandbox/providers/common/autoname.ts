import { createHash, randomBytes } from "node:crypto";
import type { CheckRequest } from "./provider";

export interface Autoname {
  property?: string;
  /** The longest name that the provider makes up. */
  maxLength: number;
  /** What the service wants in front of every name, e.g. `alias/`. */
  prefix?: string;
  digits?: number;
}

/** The name where the program gives none: logical name, hyphen, random digits. A resource keeps such a name; one that is too long is an error. */
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

/** What the real provider puts behind a `namePrefix`: the time and a counter, 26 digits. */
export function uniqueSuffix(): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return `${time}${randomBytes(6).toString("hex")}`;
}

/** The prefix of a name that was made so, empty for any other: the provider takes it from the name alone. */
export function prefixOf(name = ""): string {
  return /^(.*)\d{14}[0-9a-f]{12}$/s.exec(name)?.[1] ?? "";
}
