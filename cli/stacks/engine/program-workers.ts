import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageDirectory } from "../../terminal/package-directory";
import type { ProgramWorkerData } from "./program-worker";

/** A thread that runs the stacks' program for the engine. */
interface ProgramWorker {
  thread: Worker;
  /** The address for the engine. */
  address: string;
  /** Whether it can run another stack. */
  isFit: boolean;
  /** Why it ended, if it did so by itself. */
  failure?: Error;
}

/**
 * Threads that run the program, each for one stack at a time: the program and Pulumi are only loaded once for all stacks of a
 * thread. `patience`: milliseconds for which a program may make no call to the engine without ending.
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
      // It may still be waiting for an engine that is gone.
      await worker.thread.terminate();
      throw worker.failure ?? error;
    }
  };
}

/** Takes an idle thread, but none that has ended since its last run. */
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
    // The options of this Node.js process are for the command: the program needs no loader.
    execArgv: [],
    // The programs print nothing, and only this command's answer may be on its output. What Pulumi prints comes from an engine that
    // is gone.
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
