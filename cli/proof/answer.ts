import { ASSUMPTIONS, type AssumptionName } from "eks-pod-secrets/access";
import type { ClaimResult } from "iam-proof";
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
  return assumptions.map((name) => ({
    name,
    says: texts[name],
    users: claims.filter(({ assumptionsUsed }) => assumptionsUsed.includes(name)).length,
  }));
}

/** The results of one claim for all of its subjects. */
export interface ResultsOfClaim {
  claim: ClaimResult["claim"];
  results: ClaimResult[];
}

/** The results of a proof by claim, in the order of the claims. */
export function resultsByClaim(all: readonly ClaimResult[]): ResultsOfClaim[] {
  const claims = new Set(all.map(({ claim }) => claim));
  return [...claims].map((claim) => ({ claim, results: all.filter((one) => one.claim === claim) }));
}
