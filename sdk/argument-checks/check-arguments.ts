import * as pulumi from "@pulumi/pulumi";

import { formatPath, type Problem, sentence } from "../rules/problem";
import { type Known, known } from "./known";
import { reject } from "./reject";
import { type Kind, type Shape, shapeProblems } from "./shape";

/**
 * Refuses a component's arguments before it is registered, in an error that names the component and every property. The rules are
 * asked about arguments of the right shape only.
 */
export function checkArguments<A extends object>(
  component: string,
  name: string,
  args: A,
  shape: Shape<A>,
  rules: (known: Known<A>, given: A) => Problem[],
): void {
  const given = args ?? ({} as A);
  const early = known(given);
  const misshapen = shapeProblems(early, shape);
  const problems = misshapen.length > 0 ? misshapen : rules(early, given);
  const [first, ...others] = problems;
  if (!first) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new pulumi.InputPropertiesError({
    message: `${component} ${name}: ${sentence(first)}${more}`,
    errors: problems.map((problem) => ({
      propertyPath: formatPath(problem.path),
      reason: sentence(problem),
    })),
  });
}

/** Refuses what `computed` is given, once it is known: some of a component's arguments. */
export function checkKnownArguments(args: object, shape: Readonly<Record<string, Kind>>): void {
  const kinds = Object.entries(shape).filter(([name]) => name in args);
  reject(shapeProblems(known(args), Object.fromEntries(kinds)));
}
