import { type Path, type Problem, problemIf, shown } from "./problem";

/** What a text must be. Everything that reaches a policy passes such a rule, so no rule may admit `*`, `?` or `$`. */
export interface TextRule {
  pattern: RegExp;
  /** A further check, for what a pattern cannot express. */
  fits?: (text: string) => boolean;
  /** Follows `must be` in messages. */
  must: string;
  /** What to do, unless it is obvious. */
  advice?: string;
}

/** The flaw of a text; undefined if there is none. */
export function textFlaw({ advice, fits, must, pattern }: TextRule, text: string) {
  if (pattern.test(text) && (fits?.(text) ?? true)) return undefined;
  return `must be ${must}, got ${shown(text)}${advice ? `; ${advice}` : ""}`;
}

/** Problems with the text at `path`. A text that is not known yet has none. */
export function textProblems(path: Path, text: string | undefined, rule: TextRule): Problem[] {
  return problemIf(path, text === undefined ? undefined : textFlaw(rule, text));
}

/** A whole number between two bounds, both included. */
export interface NumberRule {
  least: number;
  most: number;
}

/** Follows `must be` in messages. */
export function rangeInWords({ least, most }: NumberRule): string {
  return `a whole number from ${least} to ${most}`;
}

/** Problems with the number at `path`. A number that is not known yet has none. */
export function numberProblems(path: Path, value: number | undefined, rule: NumberRule): Problem[] {
  const fits = Number.isInteger(value) && Number(value) >= rule.least && Number(value) <= rule.most;
  return value === undefined || fits
    ? []
    : problemIf(path, `must be ${rangeInWords(rule)}, got ${shown(value)}`);
}

/** Follows `must be` in messages. */
export function choicesInWords(choices: readonly string[]): string {
  return `one of ${choices.join(", ")}`;
}

/** Problems with a value that must be one of an enumeration. A value that is not known yet has none. */
export function choiceProblems(
  path: Path,
  value: string | undefined,
  enumeration: Record<string, string>,
): Problem[] {
  const choices = Object.values(enumeration);
  if (value === undefined || choices.includes(value)) return [];
  return problemIf(path, `must be ${choicesInWords(choices)}, got ${shown(value)}`);
}
