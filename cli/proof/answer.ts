import { ASSUMPTIONS, type AssumptionName } from "eks-pod-secrets/access";
import type { ClaimResult } from "iam-proof";
import { addTo } from "iam-proof/collections";
import { UserError } from "../terminal/errors";
import type { ProveAnswer } from "./shape";

const NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** The assumptions to make: those of `assume` or all of them, without those of `drop`. */
export function assumptionsOf(
  assume: readonly string[] | undefined,
  drop: readonly string[],
): { made: AssumptionName[]; dropped: AssumptionName[] } {
  for (const [option, names] of [
    ["--assume", assume ?? []],
    ["--drop", drop],
  ] as const) {
    for (const name of names) {
      if (Object.hasOwn(ASSUMPTIONS, name)) continue;
      throw new UserError(`${option} must name an assumption (${NAMES.join(", ")}), got "${name}"`);
    }
  }
  const both = drop.find((name) => assume?.includes(name));
  if (both) throw new UserError(`${both} must be given to --assume or --drop, got both`);
  const made = NAMES.filter((name) => !drop.includes(name) && (assume?.includes(name) ?? true));
  return { made, dropped: NAMES.filter((name) => !made.includes(name)) };
}

/** The text of each assumption of a proof, and how many claims need it. */
export function assumptionsIn({ assumptions, claims }: ProveAnswer) {
  const texts: Record<string, string> = ASSUMPTIONS;
  const users = new Map<string, number>();
  for (const { assumptionsUsed } of claims) {
    for (const name of new Set(assumptionsUsed)) users.set(name, (users.get(name) ?? 0) + 1);
  }
  return assumptions.map((name) => ({ name, says: texts[name], users: users.get(name) ?? 0 }));
}

/** The results of one claim for all of its subjects. */
export interface ResultsOfClaim {
  claim: ClaimResult["claim"];
  results: ClaimResult[];
}

/** The results of a proof by claim, in the order of the claims. */
export function resultsByClaim(all: readonly ClaimResult[]): ResultsOfClaim[] {
  const claims = new Map<ClaimResult["claim"], ClaimResult[]>();
  for (const one of all) addTo(claims, one.claim, one);
  return [...claims].map(([claim, results]) => ({ claim, results }));
}
