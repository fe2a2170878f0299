import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Runner, runnerEnvironment } from "../../../stacks/fingerprint";
import { digest } from "../../../stacks/run-record";
import { projectProgram } from "../backend/project-directory";

/** Packages of which another version may register something else. The program's file holds all the others. */
const PACKAGES = ["@pulumi/aws", "@pulumi/eks", "@pulumi/kubernetes", "@pulumi/pulumi"];

/** What runs the programs of a project. */
export function stackRunner(directory: string): Runner {
  const program = projectProgram(directory);
  const manifest = createRequire(program);
  const versions = PACKAGES.map((name) => `${name} ${manifest(`${name}/package.json`).version}`);
  return { directory, versions: digest([readFileSync(program, "utf8"), ...versions]) };
}

/** Options of the engine that a run may have all the same, by the environment: the others may have it leave something out. */
const HARMLESS = ["PULUMI_OPTION_CWD", "PULUMI_OPTION_COLOR", "PULUMI_OPTION_NON_INTERACTIVE"];

/** The environment by which the programs record their runs; none where an option of the engine may leave something out. */
export function recordingEnvironment(directory: string): Record<string, string> {
  const options = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_OPTION_"));
  if (options.some((name) => !HARMLESS.includes(name))) return {};
  return runnerEnvironment(stackRunner(directory));
}
