import { randomInt } from "node:crypto";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An identifier of AWS's shape, such as `AROA` or `ASIA` with sixteen or seventeen characters behind it. */
export function randomId(prefix: string, characters = 17): string {
  return prefix + pick(UPPER, characters);
}

/** A secret access key: forty characters. */
export function randomSecretAccessKey(): string {
  return pick(MIXED, 40);
}

function pick(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join("");
}
