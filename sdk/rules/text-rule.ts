import { type Path, type Problem, problemIf } from "./problem";
import { shown } from "./wording";

/** What a text must be. Whatever reaches a policy goes through such a rule, so none may admit `*`, `?` or `$`. */
export interface TextRule {
  pattern: RegExp;
  /** What else the text must fulfil, where a pattern cannot say it. */
  fits?: (text: string) => boolean;
  /** Follows `must be` in messages. */
  must: string;
  /** What to do, where it is not obvious. */
  advice?: string;
}

/** What is wrong with a text; undefined where nothing is. */
export function textFlaw({ advice, fits, must, pattern }: TextRule, text: string) {
  if (pattern.test(text) && (fits?.(text) ?? true)) return undefined;
  return `must be ${must}, got ${shown(text)}${advice ? `; ${advice}` : ""}`;
}

/** The problem with the text at `path`. A text that is not known yet has none. */
export function textProblems(path: Path, text: string | undefined, rule: TextRule): Problem[] {
  return problemIf(path, text === undefined ? undefined : textFlaw(rule, text));
}
