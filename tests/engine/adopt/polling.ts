import { deepStrictEqual, ok } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineHarness } from "../harness";
import type { MadeByHand } from "./by-hand";
import { takingOver } from "./import-files";

/** Mounts a pod's secret again and reads it. Throws if anything is refused. */
export async function mounted({ control }: EngineHarness, deployment: string): Promise<string> {
  const { pods } = await control.remount(deployment);
  const failures = pods.flatMap(({ failure }) => failure ?? []);
  const { exitCode, stderr, stdout } = await control.exec(deployment, [
    "cat",
    "/mnt/secrets/orders",
  ]);
  if (exitCode !== 0 || failures.length > 0) throw new Error([...failures, stderr].join("\n"));
  return stdout;
}

/** Mounts five times a second while `act` runs. No mount may be refused or show another value. */
export async function polled(
  sandbox: EngineHarness,
  act: () => Promise<unknown>,
  deployments = ["orders"],
): Promise<void> {
  const reads = deployments.map((one) => () => mounted(sandbox, one));
  const { asked, refusals } = await polledBy(reads, act);
  ok(asked > 1);
  deepStrictEqual(refusals, []);
}

interface Polled {
  asked: number;
  refusals: string[];
}

/** Reads five times a second while `act` runs. Returns the reads that were refused or gave another value, and the number of reads. */
export async function polledBy(
  reads: readonly (() => Promise<string | undefined>)[],
  act: () => Promise<unknown>,
): Promise<Polled> {
  const refusals: string[] = [];
  let asked = 0;
  let isRunning = true;
  const poll = async () => {
    for (; isRunning; await sleep(200)) {
      asked += 1;
      for (const read of reads) {
        const value = await read().catch((error: Error) => `${error.message}`);
        if (value !== "swordfish") refusals.push(`${value}`);
      }
    }
  };
  const polling = poll();
  try {
    await act();
  } finally {
    isRunning = false;
    await polling;
  }
  return { asked, refusals };
}

/** Runs `up`, which takes over all that was made by hand. No mount may be refused meanwhile. */
export async function upPolled(sandbox: EngineHarness, made: MadeByHand): Promise<void> {
  await polled(sandbox, async () => {
    const stacks = await sandbox.stacks(["up", ...takingOver(made)]);
    const imports = stacks.map(({ changes, stack }) => [stack, changes.import ?? 0]);
    deepStrictEqual(Object.fromEntries(imports), {
      "a.cluster": 0,
      "b.secrets": 5,
      "a.workloads": 4,
    });
  });
}
