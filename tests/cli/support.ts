import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

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

/** What the command is asked: its arguments, or a line of them, with a space between each two. */
export type Line = string | string[];

const wordsOf = (line: Line) => (typeof line === "string" ? line.split(" ") : line);

/** Runs the built command, with nothing of this process's AWS. Only what reads descriptor 3 gets a process of its own. */
export function run(line: Line, options: RunOptions = {}): Promise<Ended> {
  const { env, input, third } = options;
  if (third !== undefined) return runProcess(line, options);
  return runInProcess(builtFile("cli/main.js"), wordsOf(line), environment(env), input);
}

/** Runs the built command as its users do, as a process of its own. */
export function runProcess(
  line: Line,
  { env, input = "", third }: RunOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [builtFile("cli/main.js"), ...wordsOf(line)], {
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

/** Files by their names: a text, bytes, or what is written as JSON. */
export type Files = Record<string, string | Buffer | object>;

/** Writes files to a directory of their own, for as long as `use` takes. */
export async function withFiles<Result>(
  files: Files,
  use: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = filesIn(files);
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const made = new Set<string>();
process.once("exit", () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A directory of its own with these files, until this process ends. */
export function filesIn(files: Files = {}): string {
  const directory = mkdtempSync(join(tmpdir(), "inventory-"));
  made.add(directory);
  for (const [name, content] of Object.entries(files)) {
    const isText = typeof content === "string" || Buffer.isBuffer(content);
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), isText ? content : JSON.stringify(content));
  }
  return directory;
}
