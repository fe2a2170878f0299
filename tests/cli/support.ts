import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { builtFile } from "../built";
import { type Ended, runInProcess } from "./in-process";

export type { Ended };

const ROOT = join(__dirname, "../..");

export interface RunOptions {
  /** Standard input; defaults to none. */
  input?: string | Buffer;
  env?: NodeJS.ProcessEnv;
  /** What descriptor 3 reads. */
  third?: string;
}

/** Runs the built command, with nothing of this process's AWS. Only what reads an input gets a process of its own. */
export function run(args: string[], options: RunOptions = {}): Promise<Ended> {
  const { env, input, third } = options;
  if (input !== undefined || third !== undefined) return runProcess(args, options);
  return runInProcess(builtFile("cli/main.js"), args, environment(env));
}

/** Runs the built command as its users do, as a process of its own. */
export function runProcess(
  args: string[],
  { env, input = "", third }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [builtFile("cli/main.js"), ...args], {
    cwd: ROOT,
    env: environment(env),
    stdio: ["pipe", "pipe", "pipe", ...(third === undefined ? [] : (["pipe"] as const))],
  });
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    ended.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    ended.stderr += text;
  });
  child.stdin?.on("error", () => {}).end(input);
  const pipe = child.stdio[3];
  if (pipe && "end" in pipe) pipe.on("error", () => {}).end(third);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...ended, code }));
  });
}

function environment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: "true", ...env };
}

/** Writes files to a directory of their own, for as long as `use` takes. */
export async function withFiles<Result>(
  files: Record<string, string | Buffer>,
  use: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "inventory-"));
  try {
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(directory, name), content);
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
