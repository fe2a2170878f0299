import * as childProcess from "node:child_process";
import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import * as fs from "node:fs";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable, Writable } from "node:stream";
import * as tty from "node:tty";
import { compileFunction } from "node:vm";
import { builtFile } from "../built";
import { readAnswer } from "./fake-pulumi/read-answer";

const ROOT = join(__dirname, "../..");

export interface RunOptions {
  /** Standard input; defaults to none. */
  input?: string | Buffer;
  env?: NodeJS.ProcessEnv;
  /** What descriptor 3 reads. */
  third?: string;
}

/** The arguments of the command, as a list or as a line with spaces between them. */
export type Line = string | string[];

const wordsOf = (line: Line) => (typeof line === "string" ? line.split(" ") : line);

/** Runs the built command without this process's AWS settings. It has a process of its own only if it reads descriptor 3. */
export function run(line: Line, options: RunOptions = {}): Promise<Ended> {
  const { env, input, third } = options;
  if (third !== undefined) return runProcess(line, options);
  return runInProcess(builtFile("cli/main.js"), wordsOf(line), environment(env), input);
}

/** Runs the built command in a process of its own, as its users do. */
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
  return {
    PATH,
    HOME: tmpdir(),
    EKS_POD_SECRETS_PROOFS: "off",
    AWS_EC2_METADATA_DISABLED: "true",
    ...env,
  };
}

/** Files by name: a text, bytes, or a value that is written as JSON. */
export type Files = Record<string, string | Buffer | object>;

/** Writes files to a new directory, which exists while `use` runs. */
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

/** A new directory with these files. It exists until this process ends. */
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

/** How a program ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a compiled program in this process as if it had a process of its own, for a fifth of the cost. The code is compiled once.
 * Each run has its own `process` and environment, which no other run sees.
 */
async function runInProcess(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  input: string | Buffer = "",
): Promise<Ended> {
  const [stdout, stderr] = [new Written(), new Written()];
  const own = {
    argv: [process.execPath, file, ...args],
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    exitCode: undefined as number | undefined,
    exit: (code: unknown) => {
      throw new Error(`process.exit(${code}) needs a process of its own: run it by runProcess`);
    },
    stdin: Readable.from(input.length > 0 ? [Buffer.from(input)] : []),
    stdout,
    stderr,
    ...eventsOf(new EventEmitter()),
  };
  const ownProcess = Object.create(process, Object.getOwnPropertyDescriptors(own));
  const { ended } = runModules(file, ownProcess) as { ended: Promise<void> };
  await ended;
  return { code: ownProcess.exitCode ?? 0, stdout: stdout.text, stderr: stderr.text };
}

/** A stream that keeps what is written to it. */
class Written extends Writable {
  text = "";

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}

function eventsOf(events: EventEmitter) {
  const { emit, off, on, once, removeAllListeners, removeListener } = events;
  return Object.fromEntries(
    Object.entries({ emit, off, on, once, removeAllListeners, removeListener }).map(
      ([name, method]) => [name, method.bind(events)],
    ),
  );
}

/** Libraries that runs can share. Others read the environment and remember the files that it names. */
const SHARED = /\/node_modules\/(?!@aws\/|@aws-sdk\/|@smithy\/)/;

/** Runs a file and what it requires, with a state of their own. */
function runModules(main: string, ownProcess: NodeJS.Process): unknown {
  const modules = new Map<string, { exports: unknown }>();
  const load = (file: string): unknown => {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const { require, resolved, run } = compile(file);
    const ownRequire = (name: string) => {
      if (/^(?:node:)?process$/.test(name)) return ownProcess;
      if (name === "node:worker_threads") return { Worker: IdleThread };
      if (name === "node:child_process") return { ...childProcess, spawn: spawnOwn };
      if (name === "node:fs") return { ...fs, createReadStream: readStreamOf(ownProcess) };
      if (name === "node:tty") return { ...tty, isatty: (fd: number) => fd > 0 && tty.isatty(fd) };
      if (isBuiltin(name)) return require(name);
      const found = resolved.get(name) ?? require.resolve(name);
      resolved.set(name, found);
      return SHARED.test(found) ? require(found) : load(found);
    };
    ownRequire.resolve = require.resolve;
    run(module.exports, ownRequire, module, file, dirname(file), ownProcess);
    return module.exports;
  };
  return load(main);
}

/** Replaces the thread that runs the stacks' program. Only the real engine uses that thread. */
class IdleThread extends EventEmitter {
  constructor() {
    super();
    setImmediate(() => this.emit("message", "no address"));
  }

  unref(): void {}

  async terminate(): Promise<void> {}
}

/** Opens files. Descriptor 0 is the input of this run. */
function readStreamOf({ stdin }: NodeJS.Process) {
  return (file: string, options?: { fd?: number; end?: number }) =>
    options?.fd === 0 ? stdin : fs.createReadStream(file, options);
}

/** Starts a program. If the stand-in for the Pulumi CLI would only read, it answers without a process. */
function spawnOwn(program: string, args: string[], options: childProcess.SpawnOptions): unknown {
  const { FAKE_PULUMI } = options.env ?? {};
  const said = FAKE_PULUMI && program === "pulumi" ? readAnswer(FAKE_PULUMI, args) : undefined;
  if (said === undefined) return childProcess.spawn(program, args, options);
  const child = new EventEmitter();
  setImmediate(() => child.emit("close", 0, null));
  const streams = {
    stdin: new Written(),
    stdout: Readable.from([said]),
    stderr: Readable.from([]),
  };
  return Object.assign(child, streams, { kill: () => false });
}

interface Compiled {
  run(...values: unknown[]): void;
  require: NodeJS.Require;
  /** Files, by the names under which this one requires them. */
  resolved: Map<string, string>;
}

const compiled = new Map<string, Compiled>();

const PARAMETERS = ["exports", "require", "module", "__filename", "__dirname", "process"];

function compile(file: string): Compiled {
  const known = compiled.get(file);
  if (known) return known;
  const source = fs.readFileSync(file, "utf8").replace(/^#!/, "//");
  const run = compileFunction(source, PARAMETERS, { filename: file }) as Compiled["run"];
  const made = { run, require: createRequire(file), resolved: new Map() };
  compiled.set(file, made);
  return made;
}
