import { randomBytes } from "node:crypto";

/** What the real provider puts behind a `namePrefix`: the time and a counter, 26 digits. */
export function uniqueSuffix(): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return `${time}${randomBytes(6).toString("hex")}`;
}

/** The prefix of a name that was made so, empty for any other: the provider takes it from the name alone. */
export function prefixOf(name = ""): string {
  return /^(.*)\d{14}[0-9a-f]{12}$/s.exec(name)?.[1] ?? "";
}
