import type { ClaimResult } from "../../../proof";
import { none } from "../../facts";

/*
 * The claims about `ZONE`, by what they rest on.
 */
export const READS = ["read-exclusive own", "read-exclusive foreign", "read-exclusive flags"];
export const GRANTS = ["grant-available own", "grant-available foreign", "grant-available flags"];
export const ROLE = ["role-unforgeable web", "role-contained web"];
/** All claims. Each of them depends on which pods have which role. */
export const OF_PODS = [
  ...READS,
  ...GRANTS,
  ...ROLE,
  "secret-bounded own",
  "secret-bounded foreign",
  "key-bounded key",
];
export const OF_FOREIGN = ["grant-available foreign", "read-exclusive foreign"];
export const OF_FLAGS = ["grant-available flags", "read-exclusive flags", "role-contained web"];

/** The names of the unknown claims. No claim may be refuted. */
export function unknownOf(claims: ClaimResult[]): string[] {
  none(claims, ({ result }) => result === "refuted");
  return claims
    .filter(({ result }) => result === "unknown")
    .map(nameOf)
    .sort();
}

/** The name of a claim, and the inventory's name of its subject. */
export function nameOf({ claim, subject }: ClaimResult): string {
  const about = subject.split(" → ").at(-1) ?? "";
  const [, name] = /:(?:secret:|parameter\/)(\w+)/.exec(about) ?? [];
  return `${claim} ${name ?? (about.includes(":key/") ? "key" : "web")}`;
}
