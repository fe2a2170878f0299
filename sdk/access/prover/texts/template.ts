import { and, atom, type Formula, iff, implies } from "../solver/formula";
import { constantPattern, type TextPattern } from "./text-pattern";
import type { TextValue } from "./text-value";

/** Says that a text matches a pattern with other unknown texts in it: a condition's `${aws:PrincipalTag/x}`. */
export interface Template {
  /** Name of the atom that says so. */
  name: string;
  left: TextValue;
  /** The unknown texts within the pattern, in order. */
  holes: TextValue[];
  /** The pattern once the holes are known. */
  fill(texts: string[]): TextPattern;
  /** The pattern is one hole and nothing else, compared letter by letter. */
  isEquality: boolean;
  /** Accepts all that the pattern may accept, whatever the holes are: what need not be found out hole by hole. */
  skeleton?: TextPattern;
}

/** What follows from a template whatever its holes are. */
export function skeletonLemma({ left, name, skeleton }: Template): Formula {
  return skeleton ? implies(atom(name), left.matches(skeleton)) : and();
}

/** Consequences of an equality for everything that is asked of either side. */
export function equalityLemmas({ holes, isEquality, left, name }: Template): Formula {
  const [right] = holes;
  if (!isEquality || !right) return and();
  const patterns = [...(left.variable?.patterns ?? []), ...(right.variable?.patterns ?? [])];
  return and(
    ...patterns.map((pattern) =>
      implies(atom(name), iff(left.matches(pattern), right.matches(pattern))),
    ),
  );
}

/** What the template says where its holes are these very texts. */
export function templateLemma(template: Template, texts: string[]): Formula {
  const filled = template.holes.map((hole, index) =>
    hole.matches(constantPattern(texts[index] ?? "")),
  );
  return implies(
    and(...filled),
    iff(atom(template.name), template.left.matches(template.fill(texts))),
  );
}
