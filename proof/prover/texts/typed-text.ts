import { parseIpAddress } from "../../grammar/ip";
import { parseDate, parseNumber } from "../../grammar/values";
import { and, type Formula, holds, implies, never, not } from "../solver/formula";
import type { OrderedVariable } from "./ordered-variable";
import type { Lemma } from "./template";
import { constantPattern } from "./text-pattern";
import type { TextValue } from "./text-value";
import type { TextVariable } from "./text-variable";

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
