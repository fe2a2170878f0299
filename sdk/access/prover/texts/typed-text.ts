import { and, type Formula, holds, implies, never, not } from "../solver/formula";
import type { OrderedVariable } from "./ordered-variable";
import { constantPattern } from "./text-pattern";
import type { TextValue } from "./text-value";
import type { TextVariable } from "./text-variable";

/** A text that documents compare as a number, date or address as well. */
export interface TypedText {
  text: TextValue;
  isTyped: Formula;
  variable: OrderedVariable;
  /** The text's value, or undefined where it is not of the type. */
  parse(text: string): bigint | number | undefined;
  /** The only text with this value, or undefined if no text has it. The method is absent if a value has several spellings. */
  spelling?(value: number): string | undefined;
  /** Any text may be taken, also the value's own, written out. */
  isFree: boolean;
}

/** The clause that corrects the solver: it states the type and value that the text has. */
export function typedLemma(
  { isFree, isTyped, parse, spelling, text, variable }: TypedText,
  truth: (name: string) => boolean,
  textOf: (variable: TextVariable) => string,
): Formula | undefined {
  if (isFree && holds(isTyped, truth)) return undefined;
  const read = text.read(textOf);
  const value = parse(read);
  const said = value === undefined ? not(isTyped) : and(isTyped, variable.liesWith(value));
  if (holds(said, truth)) return undefined;
  const lemma = implies(text.matches(constantPattern(read)), said);
  const point = holds(isTyped, truth) ? variable.pointIn(truth) : undefined;
  if (!spelling || point === undefined) return lemma;
  const spelled = spelling(Number(point));
  const isSpelled = spelled === undefined ? never : text.matches(constantPattern(spelled));
  return and(lemma, implies(and(isTyped, variable.liesWith(point)), isSpelled));
}
