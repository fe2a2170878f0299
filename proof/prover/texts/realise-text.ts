import { FACT } from "../solver/formula";
import { TooHard } from "../solver/limits";
import { type Conflict, learnConflict, smallestConflict } from "./learned-conflicts";
import { type Lemma, type Template, templateLemma } from "./template";
import type { TextPattern } from "./text-pattern";
import type { TextVariable } from "./text-variable";

/** Finds a text that matches exactly the patterns that the solver supposed; or a lemma that says why there is none. */
export function realiseText(
  variable: TextVariable,
  truth: (name: string) => boolean,
  templates: Template[],
  textOf: (variable: TextVariable) => string,
  deadline: number,
  mostStates: number,
): { text: string } | { lemmas: Lemma[] } {
  const own = variable.patterns.map((pattern) => ({
    pattern,
    isWithin: truth(variable.atomName(pattern)),
  }));
  const { outside, within } = patternsOf(own);
  const filled = templates.map((template) => {
    const texts = template.holes.map((hole) => hole.read(textOf));
    return { template, texts, pattern: template.fill(texts), isWithin: truth(template.name) };
  });
  const all = patternsOf([...own, ...filled]);
  const text = variable.witness(all.within, all.outside, deadline, mostStates);
  if (text !== undefined) return { text };
  if (filled.length > 0 && variable.witness(within, outside, deadline, mostStates) !== undefined) {
    return { lemmas: filled.map(({ template, texts }) => templateLemma(template, texts)) };
  }
  return { lemmas: [ruleOut(variable, within, outside, deadline, mostStates)] };
}

/** The solver is told of the smallest conflict: it rules out far more than the whole supposition would. */
function ruleOut(
  variable: TextVariable,
  within: TextPattern[],
  outside: TextPattern[],
  deadline: number,
  mostStates: number,
): Lemma {
  const suppositions = [
    ...within.map((pattern) => ({ pattern, isWithin: true })),
    ...outside.map((pattern) => ({ pattern, isWithin: false })),
  ];
  const smallest = smallestConflict(suppositions, (some) => {
    const { outside, within } = patternsOf(some);
    try {
      return variable.witness(within, outside, deadline, mostStates) === undefined;
    } catch (error) {
      // Fewer patterns may be harder to search; the conflict at hand is found already.
      if (error instanceof TooHard) return false;
      throw error;
    }
  });
  const conflict = patternsOf(smallest);
  learnConflict(variable.domain, conflict);
  return { formula: variable.excludes(conflict), origin: FACT };
}

interface Supposition {
  pattern: TextPattern;
  isWithin: boolean;
}

function patternsOf(suppositions: Supposition[]): Conflict {
  const those = (wanted: boolean) =>
    suppositions.flatMap(({ isWithin, pattern }) => (isWithin === wanted ? pattern : []));
  return { within: those(true), outside: those(false) };
}
