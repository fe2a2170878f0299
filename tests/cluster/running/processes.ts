import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The programs that run for one cluster, each with a log in the cluster's directory. */
export interface Processes {
  /** `name`: of its log. */
  start(program: string, name: string, flags: Record<string, string>): void;
  /** Whether none has ended. */
  areRunning(): boolean;
  /** The end of a program's log. */
  lastWords(name: string): string;
  /** Ends all, the last one first, so that none loses what it needs. */
  stop(): Promise<void>;
}

export function processes(directory: string): Processes {
  const started: ChildProcess[] = [];
  // Where the tests are interrupted.
  process.once("exit", () => {
    for (const program of started) program.kill("SIGKILL");
  });
  const logOf = (name: string) => join(directory, `${name}.log`);
  return {
    start(program, name, flags) {
      const log = openSync(logOf(name), "w");
      const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
      started.push(spawn(program, args, { stdio: ["ignore", log, log] }));
      closeSync(log);
    },
    areRunning: () => started.every(isRunning),
    lastWords: (name) => readFileSync(logOf(name), "utf8").slice(-2000),
    async stop() {
      for (const program of started.reverse()) await end(program);
    },
  };
}

async function end(program: ChildProcess): Promise<void> {
  if (!isRunning(program)) return;
  const ended = once(program, "exit");
  program.kill("SIGTERM");
  await ended;
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
