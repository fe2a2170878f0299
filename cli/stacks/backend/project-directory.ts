import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { realPathOf } from "../../../stacks/inventory-files";
import { UserError } from "../../terminal/errors";

/**
 * The directory of the Pulumi project to run: the engine's setting `PULUMI_OPTION_CWD`, otherwise the nearest directory with a
 * Pulumi.yaml at or above the inventory, otherwise at or above the current directory. A project that runs anything but the stacks
 * is a `UserError`.
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
  // The engine would resolve a `..` in the program's path without following links.
  return realpathSync(found);
}

/** The nearest directory with a Pulumi.yaml, at or above this one. */
export function projectAbove(directory: string): string | undefined {
  const here = resolve(directory);
  if (existsSync(join(here, "Pulumi.yaml"))) return here;
  const parent = dirname(here);
  return parent === here ? undefined : projectAbove(parent);
}

const COMMAND = "eks-pod-secrets";
/** The packages that contain the stacks' program: the command's, or that of the checkout. */
const PACKAGES = ["@eks-pod-secrets/cli", "eks-pod-secrets"];

/**
 * Why a Pulumi.yaml does not run the stacks of this package; undefined if it does. The program of another project would be
 * deployed under their names.
 */
export function programProblem(file: string): string | undefined {
  const main = mainOf(file);
  if (main instanceof Error) return `cannot read ${file}: ${main.message.split("\n")[0]}`;
  if (main !== undefined) {
    const program = realPathOf(resolve(realpathSync(dirname(file)), main));
    if (program === undefined) return `${file} runs ${main}, which does not exist; run npm ci`;
    if (PACKAGES.includes(packageOf(dirname(program)) ?? "")) return undefined;
  }
  return `${file} must run the stacks of ${COMMAND}, got ${main === undefined ? "no main" : `main: ${main}`}; where it is another project's, keep the inventory in a directory of its own, in which ${COMMAND} init writes a Pulumi.yaml`;
}

/** The path of the program of the project in a directory, which `programProblem` has accepted. */
export function projectProgram(directory: string): string {
  const main = mainOf(join(directory, "Pulumi.yaml"));
  return resolve(directory, typeof main === "string" ? main : "");
}

function mainOf(file: string): string | undefined | Error {
  try {
    const main: unknown = parse(readFileSync(file, "utf8"))?.main;
    return typeof main === "string" ? main : undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Name of the package that a directory is in. */
function packageOf(directory: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, "package.json"), "utf8")).name;
  } catch {
    const parent = dirname(directory);
    return parent === directory ? undefined : packageOf(parent);
  }
}
