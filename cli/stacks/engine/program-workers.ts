import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageDirectory } from "../../terminal/package-directory";
import type { ProgramWorkerData } from "./program-worker";

/** A thread that runs the stacks' program for the engine. */
interface ProgramWorker {
  thread: Worker;
  /** Where the engine finds it. */
  address: string;
  /** Whether it can run another stack. */
  isFit: boolean;
  /** Why it ended, where it did by itself. */
  failure?: Error;
}

/**
 * Threads in which the program runs, each for one stack at a time: the program and Pulumi are loaded once for all the stacks that
 * a thread runs, not once for each. `patience`: milliseconds for which a program may ask the engine nothing, and not end.
 */
export function programWorkers(
  program: string,
  environment: Record<string, string>,
  patience = 60_000,
): <Result>(run: (address: string) => Promise<Result>) => Promise<Result> {
  const idle = new Set<ProgramWorker>();
  return async (run) => {
    const worker = takeFit(idle) ?? (await startWorker({ program, patience }, environment));
    try {
      const result = await run(worker.address);
      idle.add(worker);
      return result;
    } catch (error) {
      // It may still wait for an engine that is gone.
      await worker.thread.terminate();
      throw worker.failure ?? error;
    }
  };
}

/** Takes one of these threads. One that has ended since its last run is not among those that can be taken. */
function takeFit(idle: Set<ProgramWorker>): ProgramWorker | undefined {
  const fit = [...idle].find(({ isFit }) => isFit);
  if (fit) idle.delete(fit);
  return fit;
}

async function startWorker(
  workerData: ProgramWorkerData,
  environment: Record<string, string>,
): Promise<ProgramWorker> {
  const thread = new Worker(join(packageDirectory(), "bin/cli/stacks/engine/program-worker.js"), {
    env: { ...process.env, ...environment },
    workerData,
    // What Node.js was started with is for the command: the program needs no loader of its own.
    execArgv: [],
    // The programs print nothing; the answer of this command is all that may be on its output. What Pulumi prints is of an engine that is gone.
    stdout: true,
    stderr: true,
  });
  const [address]: string[] = await once(thread, "message");
  thread.unref();
  const worker: ProgramWorker = { thread, address: address ?? "", isFit: true };
  thread.once("exit", () => {
    worker.isFit = false;
  });
  thread.once("error", (error) => {
    worker.failure = error;
  });
  return worker;
}
