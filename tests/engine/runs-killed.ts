import { strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLine } from "../../sandbox/pulumi/run-pulumi";
import type { EngineHarness } from "./harness";
import { killTree } from "./kill-tree";
import { type Call, type Listener, proxyTo } from "./proxy";

/** Starts `up`. `killed` says whether it was killed in the end, and rejects if it failed by itself. */
export function beginUp(sandbox: EngineHarness, args: string[], more: Record<string, string> = {}) {
  const child = spawn(process.execPath, commandLine(sandbox.data, ["up", "--yes", ...args]), {
    cwd: sandbox.data.project,
    env: { ...sandbox.environment, ...more },
    stdio: "ignore",
  });
  const killed = once(child, "exit").then(([code, signal]) => {
    if (signal !== "SIGKILL") strictEqual(code, 0);
    return signal === "SIGKILL";
  });
  return { child, killed };
}

/** Runs `up`, and kills it and all that it started after this time. Returns false if it ended before. */
export async function killedAfter(
  sandbox: EngineHarness,
  milliseconds: number,
  args: string[] = [],
): Promise<boolean> {
  const { child, killed } = beginUp(sandbox, args);
  await Promise.race([killed, sleep(milliseconds, undefined, { ref: false })]);
  if (child.exitCode === null) killTree(child.pid ?? 0);
  return killed;
}

/** Runs `up`, and kills it when AWS has done the first operation of this name, before the run knows. Returns false if it ended before. */
export function killedAt(sandbox: EngineHarness, operation: string): Promise<boolean> {
  return killedWhere(sandbox, "answered", ({ headers }) => headers["x-amz-target"] === operation);
}

/** The same at the first call for which `isMoment` holds: before AWS gets it, or after AWS has answered it. */
export async function killedWhere(
  sandbox: EngineHarness,
  when: keyof Listener,
  isMoment: (call: Call) => boolean,
): Promise<boolean> {
  let kill = () => {};
  const proxy = await proxyTo(sandbox.connection.endpoint, {
    [when]: (call: Call) => {
      if (isMoment(call)) kill();
      return isMoment(call);
    },
  });
  try {
    const run = beginUp(sandbox, [], { AWS_ENDPOINT_URL: proxy.endpoint });
    kill = () => killTree(run.child.pid ?? 0);
    return await run.killed;
  } finally {
    proxy.close();
  }
}

/** Numbers from 0 to 1 by the generator mulberry32. The same seed gives the same numbers. */
export function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
