import { and, type Formula, holds, not } from "../solver/formula";
import type { Model, Problem } from "../texts/problem";
import type { Trait, TraitFormula } from "./trait";

/** Requests that are allowed, and that have all of these traits. */
export interface Way {
  traits: Trait[];
  /** One such request. */
  model: Model;
}

/** Ways that are told of one question; past it nobody knows the rest. */
const MOST_WAYS = 100;

/**
 * All ways in which what the problem requires may be: each has the traits that some request cannot do without, and the last question
 * proves that no request has another. Of two ways with the same traits and more, the one with more is none. `first` is what is sought
 * before all else, `last` what an example is to be like.
 */
export async function findWays(
  problem: Problem,
  traits: TraitFormula[],
  milliseconds: number,
  first: Formula[],
  last: () => Formula[],
): Promise<{ ways: Way[]; reason?: string }> {
  const inquiry = problem.inquire(milliseconds);
  const preferences = () => [...first, ...traits.map(({ formula }) => not(formula)), ...last()];
  const ways: Way[] = [];
  for (;;) {
    const outcome = await inquiry.askPreferring(preferences);
    if (outcome.result === "impossible") return { ways };
    if (outcome.result === "unknown") return { ways, reason: outcome.reason };
    if (ways.length === MOST_WAYS) return { ways, reason: `more than ${MOST_WAYS} findings` };
    const { model } = outcome;
    const had = traits.filter(({ formula }) => holds(formula, model.truth));
    ways.push({ traits: had.map(({ trait }) => trait), model });
    inquiry.require(not(and(...had.map(({ formula }) => formula))));
  }
}
