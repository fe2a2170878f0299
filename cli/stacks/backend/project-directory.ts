import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { UserError } from "../../terminal/errors";
import { programProblem } from "./project-program";

/**
 * Directory of the Pulumi project whose programs are run: the engine's own setting `PULUMI_OPTION_CWD`, else the nearest
 * one with a Pulumi.yaml at or above the inventory, else at or above the current directory. A project that runs anything
 * but the stacks is a `UserError`.
 */
export function projectDirectory(inventory: string): string {
  const set = process.env.PULUMI_OPTION_CWD;
  const found = set
    ? projectAbove(set)
    : (projectAbove(dirname(resolve(inventory))) ?? projectAbove(process.cwd()));
  if (found === undefined) {
    throw new UserError(
      set
        ? `PULUMI_OPTION_CWD must be a directory with a Pulumi.yaml, or below one, got ${set}`
        : `a Pulumi.yaml must be beside ${inventory} or above it, found none; eks-pod-secrets init writes one`,
    );
  }
  const problem = programProblem(join(found, "Pulumi.yaml"));
  if (problem !== undefined) throw new UserError(problem);
  // The engine would take a `..` in the program's path for what stands before a link's name.
  return realpathSync(found);
}

/** The nearest directory with a Pulumi.yaml, at or above this one. */
export function projectAbove(directory: string): string | undefined {
  const here = resolve(directory);
  if (existsSync(join(here, "Pulumi.yaml"))) return here;
  const parent = dirname(here);
  return parent === here ? undefined : projectAbove(parent);
}
