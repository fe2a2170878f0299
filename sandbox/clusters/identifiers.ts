import { randomBytes, randomInt } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `length` random lower-case letters and digits. */
export function randomName(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** An association's id, e.g. `a-9njjin9gfghecgocd`. */
export function associationId(): string {
  return `a-${randomName(17)}`;
}

/** The id of a cluster's OIDC issuer: 32 upper-case hexadecimal digits. */
export function oidcId(): string {
  return randomBytes(16).toString("hex").toUpperCase();
}
