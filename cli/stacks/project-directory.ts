import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { UserError } from "../errors";

/**
 * Directory of the Pulumi project whose programs are run: the engine's own setting `PULUMI_OPTION_CWD`, else the nearest
 * one with a Pulumi.yaml at or above the inventory, else at or above the current directory.
 */
export function projectDirectory(inventory: string): string {
  const set = process.env.PULUMI_OPTION_CWD;
  if (set) return resolve(set);
  const found = above(dirname(resolve(inventory))) ?? above(process.cwd());
  if (found !== undefined) return found;
  throw new UserError(
    `a Pulumi.yaml must be beside ${inventory} or above it, found none; eks-pod-secrets init writes one`,
  );
}

function above(directory: string): string | undefined {
  if (existsSync(resolve(directory, "Pulumi.yaml"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : above(parent);
}
