import { type Path, type Problem, problemIf } from "./problem";
import { shown } from "./wording";

/** A whole number between two bounds, both included. */
export interface NumberRule {
  least: number;
  most: number;
}

/** Follows `must be` in messages. */
export function rangeInWords({ least, most }: NumberRule): string {
  return `a whole number from ${least} to ${most}`;
}

/** The problem with the number at `path`. A number that is not known yet has none. */
export function numberProblems(path: Path, value: number | undefined, rule: NumberRule): Problem[] {
  const fits = Number.isInteger(value) && Number(value) >= rule.least && Number(value) <= rule.most;
  return value === undefined || fits
    ? []
    : problemIf(path, `must be ${rangeInWords(rule)}, got ${shown(value)}`);
}
