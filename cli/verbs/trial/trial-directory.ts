import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { projectText } from "../../stacks/backend/project-text";
import { isRunning } from "../../stacks/engine/lock-holder";
import { UserError } from "../../terminal/errors";

/** Where a trial keeps what it has made: its inventory, its project, and the states of its stacks. */
export interface TrialDirectory {
  path: string;
  inventory: string;
  /** `trial.json` and the report. */
  answer: string;
  report: string;
}

export function trialDirectory(name: string): TrialDirectory {
  const path = resolve(name);
  return {
    path,
    inventory: join(path, "landing-zone.yaml"),
    answer: join(path, "trial.json"),
    report: join(path, "trial.md"),
  };
}

/** Makes the directory of a trial, with a passphrase that encrypts the secrets of its states. */
export function createTrialDirectory(directory: TrialDirectory, inventory: string): void {
  const { path } = directory;
  if (existsSync(path)) throw new UserError(`${path} exists: remove it, or begin anew`);
  mkdirSync(join(path, "state"), { recursive: true, mode: 0o700 });
  writeFileSync(join(path, "passphrase"), randomBytes(32).toString("hex"), { mode: 0o600 });
  writeFileSync(directory.inventory, inventory);
  writeFileSync(join(path, "Pulumi.yaml"), projectText(path));
}

/** Takes the directory for processes of this trial. Where others hold it that still run, it is a `UserError`. */
export function occupy({ path }: TrialDirectory, ...processes: number[]): void {
  const file = join(path, "processes");
  const before = holders(file);
  const others = before.includes(process.pid) ? [] : before.filter(isRunning);
  if (others.length > 0) {
    throw new UserError(
      `the trial in ${path} still runs, in process ${others.join(" and ")}: wait until it has ended; if that is another program, delete ${file}`,
    );
  }
  // A kill leaves the file of before or this one, each whole.
  writeFileSync(`${file}.new`, [process.pid, ...processes].join("\n"));
  renameSync(`${file}.new`, file);
}

function holders(file: string): number[] {
  if (!existsSync(file)) return [];
  const numbers = readFileSync(file, "utf8").split("\n").map(Number);
  return numbers.filter((one) => Number.isInteger(one) && one > 0);
}

/** Environment of the verbs of a trial: its own project, backend and passphrase, and the user's credentials. */
export function trialEnvironment({ path }: TrialDirectory): NodeJS.ProcessEnv {
  const {
    PULUMI_CONFIG_PASSPHRASE: _passphrase,
    PULUMI_OPTION_CWD: _project,
    ...surroundings
  } = process.env;
  return {
    ...surroundings,
    PULUMI_BACKEND_URL: `file://${join(path, "state")}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(path, "passphrase"),
    EKS_POD_SECRETS_SECRETS_PROVIDER: "passphrase",
  };
}

/** Number of resources that the trial's own backend holds of a stack now. */
export function resourcesHeld({ path }: TrialDirectory, stack: string): number {
  const file = join(path, "state", ".pulumi", "stacks", "eks-pod-secrets", `${stack}.json`);
  try {
    return JSON.parse(readFileSync(file, "utf8")).checkpoint.latest.resources.length;
  } catch {
    return 0; // It is not there yet, or is just being written.
  }
}
