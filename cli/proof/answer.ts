import {
  type Advice,
  ASSUMPTIONS,
  type AssumptionName,
  type ClaimResult,
  type Proof,
} from "../../sdk/access";
import { overallResult } from "../../sdk/access/prover/questions/prove";
import { UserError } from "../terminal/errors";

/** What `prove` answers with `--json`. */
export interface ProveAnswer {
  result: "proved" | "refuted" | "unknown";
  /** Names of the assumptions that were made. */
  assumptions: AssumptionName[];
  claims: ClaimResult[];
  /** What could be left out, where that was asked. It changes no result. */
  advice?: Advice[];
  /** What its reader must know beside: what was taken from where, and left out. */
  notes: string[];
}

const NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** The assumptions to make: those of `assume`, or all, without those of `drop`. */
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

/** Puts several proofs together. */
export function combineProofs(proofs: Pick<Proof, "claims">[]): Proof {
  const claims = proofs.flatMap((proof) => proof.claims);
  return { result: overallResult(claims), claims };
}
