import { createHash, randomBytes } from "node:crypto";
import type { CheckRequest } from "./provider";

export interface Autoname {
  property?: string;
  /** The longest generated name. */
  maxLength: number;
  /** A prefix that the service requires, e.g. `alias/`. */
  prefix?: string;
  digits?: number;
}

/** A generated name: logical name, hyphen, random digits. A resource keeps it. A name that is too long is an error. */
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

/** The real provider's suffix for a `namePrefix`: the time and a counter, 26 digits. */
export function uniqueSuffix(): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return `${time}${randomBytes(6).toString("hex")}`;
}

/** The prefix of a name with such a suffix, empty for others: the provider knows it only from the name. */
export function prefixOf(name = ""): string {
  return /^(.*)\d{14}[0-9a-f]{12}$/s.exec(name)?.[1] ?? "";
}
