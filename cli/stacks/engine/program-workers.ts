import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import { packageDirectory } from "../../terminal/package-directory";

/** A thread that runs the stacks' program for the engine. */
interface ProgramWorker {
  thread: Worker;
  /** Where the engine finds it. */
  address: string;
  /** Why it ended, where it did by itself. */
  failure?: Error;
}

/**
 * Threads in which the program runs, each for one stack, instead of a process and two language hosts. A thread is not used again:
 * Pulumi's SDK keeps the engine of a thread's first run for what a remote component answers.
 */
export function programWorkers(
  program: string,
  environment: Record<string, string>,
): <Result>(run: (address: string) => Promise<Result>) => Promise<Result> {
  return async (run) => {
    const worker = await startWorker(program, environment);
    try {
      return await run(worker.address);
    } catch (error) {
      throw worker.failure ?? error;
    } finally {
      await worker.thread.terminate();
    }
  };
}

async function startWorker(
  program: string,
  environment: Record<string, string>,
): Promise<ProgramWorker> {
  const thread = new Worker(join(packageDirectory(), "bin/cli/stacks/engine/program-worker.js"), {
    env: { ...process.env, ...environment },
    workerData: { program },
    // The programs print nothing; the answer of this command is all that may be on its output.
    stdout: true,
  });
  const [address]: string[] = await once(thread, "message");
  thread.unref();
  const worker: ProgramWorker = { thread, address: address ?? "" };
  thread.once("error", (error) => {
    worker.failure = error;
  });
  return worker;
}
