import { type Path, type Problem, problems } from "../rules/problem";
import { shown } from "../rules/wording";

/** The problem with a value that is none of `choices`, an enumeration. */
export function choiceProblems(
  path: Path,
  value: string | undefined,
  choices: Record<string, string>,
): Problem[] {
  const known = Object.values(choices);
  if (value === undefined || known.includes(value)) return [];
  return problems(path, `must be one of ${known.join(", ")}, got ${shown(value)}`);
}
