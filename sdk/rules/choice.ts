import { type Path, type Problem, problemIf } from "./problem";
import { shown } from "./wording";

/** Follows `must be` in messages. */
export function choicesInWords(choices: readonly string[]): string {
  return `one of ${choices.join(", ")}`;
}

/** The problem with a value that is none of an enumeration's. A value that is not known yet has none. */
export function choiceProblems(
  path: Path,
  value: string | undefined,
  enumeration: Record<string, string>,
): Problem[] {
  const choices = Object.values(enumeration);
  if (value === undefined || choices.includes(value)) return [];
  return problemIf(path, `must be ${choicesInWords(choices)}, got ${shown(value)}`);
}
