import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";

/**
 * Twelve hexadecimal digits that stand for `parts`, the same on every machine and for ever: they become part of role
 * names and statement ids. The parts are kept apart: ("a", "b") is not ("ab").
 */
export function shortHash(...parts: string[]): string {
  return bytesToHex(sha256(parts.join("\n"))).slice(0, 12);
}
