import { always, and, atom, FACT, type Formula, never, not, or } from "../solver/formula";
import { anything } from "../texts/domains";
import { type Comparable, OrderedVariable } from "../texts/ordered-variable";
import type { Problem } from "../texts/problem";
import { type OrderedType, parseAs, type TypedText } from "../texts/template";
import { equalsText, knownText, type TextValue, unknownText } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";

/** The values of a condition key in a symbolic request. The key is missing if none is present. */
export type SymbolicKey = SymbolicElement[];

export interface SymbolicElement {
  present: Formula;
  text: TextValue;
  /** The text as a number, date or address. */
  ordered(type: OrderedType): OrderedFacet;
}

interface OrderedFacet {
  /** The text is of the type at all. */
  isTyped: Formula;
  /** Its value, if it is unknown. */
  variable?: Comparable;
  /** Its value, if it is known. */
  constant?: number | bigint;
}

export function isPresent(key: SymbolicKey): Formula {
  return or(...key.map(({ present }) => present));
}

/** The value is present and not the empty text. */
export function saysSomething({ present, text }: SymbolicElement): Formula {
  return and(present, not(equalsText(text, "")));
}

/** One of the values is present and not empty, as set operators and `Null` demand. */
export function isSomething(key: SymbolicKey): Formula {
  return or(...key.map(saysSomething));
}

/** One of the key's values is one of these texts. */
export function keyHas(key: SymbolicKey, texts: string[]): Formula {
  return or(...key.map(({ present, text }) => and(present, equalsText(text, ...texts))));
}

export function knownElement(text: string, present: Formula = always): SymbolicElement {
  return { present, text: knownText(text), ordered: (type) => knownFacet(text, type) };
}

/** An element with a text that is known or follows from other unknowns. `spelling`: the only way to write a number, if there is one. */
export function textElement(
  problem: Problem,
  text: TextValue,
  present: Formula,
  spelling?: TypedText["spelling"],
): SymbolicElement {
  const { constant } = text;
  return {
    present,
    text,
    ordered: (type) =>
      constant === undefined
        ? // What it is as a number, date or address is told by the text itself, once there is one.
          facetOf(problem, text.key, {
            text,
            type,
            isFree: false,
            ...(spelling && type === "number" && { spelling }),
          })
        : knownFacet(constant, type),
  };
}

/** An element about which nothing is known, including whether it is present, unless `present` says so. */
export function freeElement(
  problem: Problem,
  name: string,
  present: Formula = atom(`${JSON.stringify(name)} is present`),
  examples: string[] = [],
): SymbolicElement {
  const variable = problem.text(new TextVariable(name, anything, examples));
  const text = unknownText(variable);
  return {
    present,
    text,
    ordered: (type) => facetOf(problem, name, { text, type, isFree: true }),
  };
}

/** Name of the atom for a free element having a type. */
export function typedAtom(name: string, type: OrderedType): string {
  return `${JSON.stringify(name)} is a ${type}`;
}

function facetOf(
  problem: Problem,
  name: string,
  typed: Omit<TypedText, "isTyped" | "variable">,
): OrderedFacet {
  const { type } = typed;
  const variable = problem.ordered(
    type === "number"
      ? new OrderedVariable(`${JSON.stringify(name)} as number`, false)
      : type === "date"
        ? new OrderedVariable(`${JSON.stringify(name)} as date`, true)
        : new OrderedVariable(`${JSON.stringify(name)} as ${type}`, true, {
            low: 0n,
            high: (1n << (type === "ip4" ? 32n : 128n)) - 1n,
          }),
  );
  if (type === "ip4" || type === "ip6") {
    const [four, six] = [atom(typedAtom(name, "ip4")), atom(typedAtom(name, "ip6"))];
    problem.require(not(and(four, six)), FACT);
  }
  const facet = { isTyped: atom(typedAtom(name, type)), variable };
  problem.link({ ...typed, ...facet });
  return facet;
}

function knownFacet(text: string, type: OrderedType): OrderedFacet {
  const constant = parseAs(text, type);
  return constant === undefined ? { isTyped: never } : { isTyped: always, constant };
}
