import * as pulumi from "@pulumi/pulumi";

import { formatPath, type Problem, sentence } from "../rules/problem";

/** Throws the first problem, if there is one, as an error that names the property. */
export function reject([problem]: Problem[]): void {
  if (!problem) return;
  const propertyPath = formatPath(problem.path);
  throw new pulumi.InputPropertyError({ propertyPath, reason: sentence(problem) });
}
