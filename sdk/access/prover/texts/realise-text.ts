import { FACT } from "../solver/origin";
import { TooHard } from "../solver/too-hard";
import { learnConflict } from "./learned-conflicts";
import { smallestConflict } from "./smallest-conflict";
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
  const [within, outside] = split(variable.patterns, (pattern) =>
    truth(variable.atomName(pattern)),
  );
  const filled = templates.map((template) => {
    const texts = template.holes.map((hole) => hole.read(textOf));
    return { template, texts, pattern: template.fill(texts) };
  });
  const [like, unlike] = split(filled, ({ template }) => truth(template.name));
  const text = variable.witness(
    [...within, ...like.map(({ pattern }) => pattern)],
    [...outside, ...unlike.map(({ pattern }) => pattern)],
    deadline,
    mostStates,
  );
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
    const [wanted, unwanted] = patternsOf(some);
    try {
      return variable.witness(wanted, unwanted, deadline, mostStates) === undefined;
    } catch (error) {
      // Fewer patterns may be harder to search; the conflict at hand is found already.
      if (error instanceof TooHard) return false;
      throw error;
    }
  });
  const [wanted, unwanted] = patternsOf(smallest);
  const conflict = { within: wanted, outside: unwanted };
  learnConflict(variable.domain, conflict);
  return { formula: variable.excludes(conflict), origin: FACT };
}

interface Supposition {
  pattern: TextPattern;
  isWithin: boolean;
}

function patternsOf(suppositions: Supposition[]): [within: TextPattern[], outside: TextPattern[]] {
  const [within, outside] = split(suppositions, ({ isWithin }) => isWithin);
  return [within.map(({ pattern }) => pattern), outside.map(({ pattern }) => pattern)];
}

function split<T>(items: T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
