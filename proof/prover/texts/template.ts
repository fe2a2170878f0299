import type { Token } from "../../grammar/syntax";
import { parseDate, parseIpAddress, parseNumber } from "../../grammar/values";
import {
  and,
  atom,
  type FactBasis,
  type Formula,
  holds,
  iff,
  implies,
  never,
  not,
  type Origin,
} from "../solver/formula";
import type { OrderedVariable } from "./ordered-variable";
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

export type OrderedType = "number" | "date" | "ip4" | "ip6";

/** A text that documents compare as a number, date or address as well. */
export interface TypedText {
  text: TextValue;
  type: OrderedType;
  isTyped: Formula;
  variable: OrderedVariable;
  /** The only text with this value, or undefined if no text has it. The method is absent if a value has several spellings. */
  spelling?(value: number): string | undefined;
  /** Any text may be taken, also the value's own, written out. */
  isFree: boolean;
}

/** What corrects the solver: it states the type and value that the text has. */
export function typedLemmas(
  { isFree, isTyped, spelling, text, type, variable }: TypedText,
  truth: (name: string) => boolean,
  textOf: (variable: TextVariable) => string,
): Lemma[] {
  if (isFree && holds(isTyped, truth)) return [];
  const read = text.read(textOf);
  const value = parseAs(read, type);
  const said = value === undefined ? not(isTyped) : and(isTyped, variable.liesWith(value));
  if (holds(said, truth)) return [];
  const lemma = (about: string, formula: Formula): Lemma => ({
    formula,
    origin: { kind: "fact", about: { ordered: variable.name, text: about } },
  });
  const ofRead = lemma(read, implies(text.matches(constantPattern(read)), said));
  const point = holds(isTyped, truth) ? variable.pointIn(truth) : undefined;
  if (!spelling || point === undefined) return [ofRead];
  const spelled = spelling(Number(point));
  const isSpelled = spelled === undefined ? never : text.matches(constantPattern(spelled));
  const ofPoint = implies(and(isTyped, variable.liesWith(point)), isSpelled);
  return [ofRead, lemma(spelled ?? "", ofPoint)];
}

/** The text's value, or undefined where it is not of the type. */
export function parseAs(text: string, type: OrderedType): number | bigint | undefined {
  if (type === "number") return parseNumber(text);
  if (type === "date") return parseDate(text);
  const address = parseIpAddress(text);
  return address?.family === (type === "ip4" ? 4 : 6) ? address.value : undefined;
}
