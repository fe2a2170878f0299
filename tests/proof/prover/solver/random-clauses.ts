import type { Clause } from "../../../../proof/prover/solver/formula";

/** Clauses of three random literals each, as many as are about as often possible as not; the same at every run. */
export function randomClauses(variables: number, seed: number): Clause[] {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: Math.round(variables * 4.26) }, () => {
    const chosen = new Set<number>();
    while (chosen.size < 3) chosen.add(random(variables));
    return [...chosen].map((variable) => 2 * variable + random(2));
  });
}
