import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { DataDirectory } from "../instance/data-directory";
import { type EngineEvent, nameOf, parseEngineEvent } from "./engine-event";
import { settleInterruptedRun, stateFile } from "./interrupted-run";
import { runPulumi } from "./run-pulumi";
import { releaseStackLock } from "./stack-lock";

export interface StackRunOptions {
  data: DataDirectory;
  /** Of `runEnvironment`: the account in which the stack acts, and the sandbox's engine. */
  environment: Record<string, string>;
  /** Stack name, e.g. `account-b.secrets`. */
  stack: string;
  operation: "up" | "preview" | "refresh" | "destroy";
  /** Further arguments of the CLI, e.g. `--refresh`. */
  args?: string[];
  onEvent?: (event: EngineEvent) => void;
  /** Aborting asks the CLI to stop after the steps in flight. */
  signal?: AbortSignal;
}

/** What one run of one stack did. */
export interface StackRun {
  stack: string;
  /** Number of resources by what happened to them: `create`, `update`, `delete`, `replace`, `same`. */
  changes: Record<string, number>;
  /** Every resource that did not stay the same. */
  steps: { op: string; type: string; name: string }[];
  /** Secret ones as `[secret]`. */
  outputs: Record<string, unknown>;
  /** Warnings and errors, as the engine words them. */
  diagnostics: string[];
  seconds: number;
}

/** Member that marks an object of the engine as standing for something else. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A run that the engine or the program failed, with what it had done until then. */
export class StackRunError extends Error {
  constructor(
    public readonly run: StackRun,
    reason: string,
  ) {
    super(`${run.stack}: ${reason}`);
    this.name = "StackRunError";
  }
}

/**
 * Runs one stack through the real CLI, without questions, and creates the stack when it is new. What a killed run left
 * locked is released, and what it left half done is settled, first. Throws `StackRunError` when it fails.
 */
export async function runStack(options: StackRunOptions): Promise<StackRun> {
  const { data, environment, stack, operation } = options;
  const started = Date.now();
  await createStack(data, environment, stack);
  await releaseStackLock(data, environment, stack);
  if (operation !== "preview") await settleInterruptedRun(data, environment, stack);

  const run: StackRun = { stack, changes: {}, steps: [], outputs: {}, diagnostics: [], seconds: 0 };
  let result = "";
  const failure = await spawnRun(options, [operation, ...flags(options)], (event) => {
    record(run, event);
    result = event.summaryEvent?.result ?? result;
    options.onEvent?.(event);
  });
  run.seconds = (Date.now() - started) / 1000;
  if (failure !== undefined) throw new StackRunError(run, reasonOf(run, failure));
  if (result === "failed") throw new StackRunError(run, reasonOf(run, "the update failed"));
  return run;
}

/** Creates a stack, empty, unless the file backend knows it. */
export async function createStack(
  data: DataDirectory,
  environment: Record<string, string>,
  stack: string,
): Promise<void> {
  if (existsSync(stateFile(data, stack))) return;
  await runPulumi(environment, ["stack", "init", "--stack", stack, "--no-select"]);
}

function flags({ operation, stack, args = [] }: StackRunOptions): string[] {
  const always = ["--stack", stack, "--non-interactive", "--json", ...args];
  return operation === "preview" ? always : [...always, "--yes", "--skip-preview"];
}

/** Resolves to undefined when the CLI ended well, else to what it said outside of its events. */
function spawnRun(
  { environment, signal }: StackRunOptions,
  args: string[],
  onEvent: (event: EngineEvent) => void,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    // In a process group of its own: Ctrl-C must reach it once, by the signal; a second one would end it at once.
    const child = spawn("pulumi", args, {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const interrupt = () => child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt, { once: true });
    if (signal?.aborted) interrupt();

    let said = "";
    const onLine = (line: string) => {
      const event = parseEngineEvent(line);
      if (event) onEvent(event);
      else if (line.trim() !== "") said += `${line}\n`;
    };
    eachLine(child.stdout, onLine);
    eachLine(child.stderr, onLine);
    child.once("error", reject);
    child.once("close", (code, killed) => {
      signal?.removeEventListener("abort", interrupt);
      const how = killed ? `ended by ${killed}` : `exit code ${code}`;
      resolve(code === 0 ? undefined : said.trim() || `pulumi ${args[0]}: ${how}`);
    });
  });
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let partial = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (partial + text).split("\n");
    partial = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream.on("end", () => partial && onLine(partial));
}

function record(run: StackRun, event: EngineEvent): void {
  const step = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
  if (step && step.op !== "same") {
    run.steps.push({ op: step.op, type: step.type, name: nameOf(step.urn) });
  }
  if (step?.type === "pulumi:pulumi:Stack") run.outputs = plainOutputs(step.new?.outputs ?? {});

  const diagnostic = event.diagnosticEvent;
  if (diagnostic && !diagnostic.ephemeral && /^(warning|error)$/.test(diagnostic.severity)) {
    const subject = diagnostic.urn ? `${nameOf(diagnostic.urn)}: ` : "";
    run.diagnostics.push(`${subject}${diagnostic.severity}: ${diagnostic.message.trim()}`);
  }
  if (event.summaryEvent) run.changes = event.summaryEvent.resourceChanges;
}

/** The engine's events hold a secret output as a signed object without its value. */
function plainOutputs(outputs: Record<string, unknown>): Record<string, unknown> {
  const isSecret = (value: unknown) =>
    typeof value === "object" && value !== null && SIGNATURE in value;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, isSecret(value) ? "[secret]" : value]),
  );
}

/** Only the errors: the CLI's last words about a failed update add nothing to them. */
function reasonOf(run: StackRun, said: string): string {
  const errors = run.diagnostics.filter((line) => /(^|: )error: /.test(line));
  return errors.length > 0 ? errors.join("\n") : said;
}
