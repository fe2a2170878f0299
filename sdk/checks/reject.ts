import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../rules/problem";

/** Throws the first problem, if there is one, as an error that names the property. */
export function reject([problem]: Problem[]): void {
  if (problem) throw new pulumi.InputPropertyError({ ...problem });
}
