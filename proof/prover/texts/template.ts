import type { Token } from "../../grammar/syntax";
import { and, atom, type Formula, iff, implies } from "../solver/formula";
import type { FactBasis, Origin } from "../solver/origin";
import { constantPattern, type TextPattern } from "./text-pattern";
import type { TextValue } from "./text-value";
import type { TextVariable } from "./text-variable";

/** How a pattern's text compares. */
export type Comparing = "letters" | "ignoringCase" | "arn";

/** What the solver is told, and why it is so. */
export interface Lemma {
  formula: Formula;
  origin: Origin;
}

/** Says that a text matches a pattern with other unknown texts in it: a condition's `${aws:PrincipalTag/x}`. */
export interface Template {
  /** Name of the atom that says so. */
  name: string;
  left: TextValue;
  /** The unknown texts within the pattern, in order. */
  holes: TextValue[];
  /** How the pattern is written, a variable for each hole; of an ARN, component by component. */
  groups: Token[][];
  comparing: Comparing;
  /** The pattern once the holes are known. */
  fill(texts: string[]): TextPattern;
  /** The pattern is one hole and nothing else, compared letter by letter. */
  isEquality: boolean;
  /** Accepts all that the pattern may accept, whatever the holes are: what need not be found out hole by hole. */
  skeleton?: TextPattern;
}

/** Says that two texts are the same, under this name. */
export function equality(name: string, left: TextValue, right: TextValue): Template {
  return {
    name,
    left,
    holes: [right],
    groups: [[{ kind: "variable", key: { text: right.key, name: right.key } }]],
    comparing: "letters",
    fill: ([text = ""]) => constantPattern(text),
    isEquality: true,
  };
}

/** What follows from a template whatever its holes are. */
export function skeletonLemma({ left, name, skeleton }: Template): Lemma {
  return because(
    { template: name, skeleton: true },
    skeleton ? implies(atom(name), left.matches(skeleton)) : and(),
  );
}

/** Consequences of equalities for everything that is asked of either side, or of a text that equals it by way of others. */
export function equalityLemmas(templates: readonly Template[]): Lemma[] {
  const equalities = templates.filter(({ isEquality }) => isEquality);
  // Of a row of equal texts, each pass tells at least one more what is asked of the others.
  let lemmas = equalities.flatMap(consequences);
  for (let pass = 1; pass < equalities.length; pass++) {
    const more = equalities.flatMap(consequences);
    if (more.length === lemmas.length) break;
    lemmas = more;
  }
  return lemmas;
}

function consequences({ holes, left, name }: Template): Lemma[] {
  const [right] = holes;
  if (!right) return [];
  const patterns = [...(left.variable?.patterns ?? []), ...(right.variable?.patterns ?? [])];
  return patterns.map((pattern) =>
    because(
      { template: name, pattern: pattern.key },
      implies(atom(name), iff(left.matches(pattern), right.matches(pattern))),
    ),
  );
}

/** What the template says where its holes are these very texts. */
export function templateLemma(template: Template, texts: string[]): Lemma {
  const filled = template.holes.map((hole, index) =>
    hole.matches(constantPattern(texts[index] ?? "")),
  );
  return because(
    { template: template.name, texts },
    implies(and(...filled), iff(atom(template.name), template.left.matches(template.fill(texts)))),
  );
}

function because(about: FactBasis, formula: Formula): Lemma {
  return { formula, origin: { kind: "fact", about } };
}

/** Puts variables that stand in the patterns of others before these. */
export function holesFirst(variables: TextVariable[], templates: Template[]): TextVariable[] {
  const holes = new Map<TextVariable, TextVariable[]>();
  for (const { holes: own, left } of templates) {
    if (!left.variable) continue;
    const before = own.flatMap(({ from }) => from ?? []);
    holes.set(left.variable, [...(holes.get(left.variable) ?? []), ...before]);
  }
  const ordered = new Set<TextVariable>();
  const begun = new Set<TextVariable>();
  const put = (variable: TextVariable) => {
    if (begun.has(variable)) return;
    begun.add(variable);
    for (const hole of holes.get(variable) ?? []) put(hole);
    ordered.add(variable);
  };
  for (const variable of variables) put(variable);
  return [...ordered];
}
