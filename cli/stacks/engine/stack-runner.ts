import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Runner, runnerEnvironment } from "../../../stacks/fingerprint";
import { digest } from "../../../stacks/run-record";
import { projectProgram } from "../backend/project-directory";

/** Packages whose version can change what is registered. All others are part of the program's file. */
const PACKAGES = ["@pulumi/aws", "@pulumi/eks", "@pulumi/kubernetes", "@pulumi/pulumi"];

/** The runner of a project's programs. */
export function stackRunner(directory: string): Runner {
  const program = projectProgram(directory);
  const manifest = createRequire(program);
  const versions = PACKAGES.map((name) => `${name} ${manifest(`${name}/package.json`).version}`);
  return { directory, versions: digest([readFileSync(program, "utf8"), ...versions]) };
}

/** Engine options in the environment that do no harm. Others may make the engine leave something out. */
const HARMLESS = ["PULUMI_OPTION_CWD", "PULUMI_OPTION_COLOR", "PULUMI_OPTION_NON_INTERACTIVE"];

/** The environment with which the programs record their runs; empty if an engine option may leave something out. */
export function recordingEnvironment(directory: string): Record<string, string> {
  const options = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_OPTION_"));
  if (options.some((name) => !HARMLESS.includes(name))) return {};
  return runnerEnvironment(stackRunner(directory));
}
