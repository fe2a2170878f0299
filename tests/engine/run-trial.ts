import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { type TrialAnswer, trialShape } from "../../cli/verbs/trial/shape";
import { builtFile } from "../built";
import type { EngineHarness } from "./harness";
import { living, sandboxRecords } from "./sandbox-records";

export interface TrialRun {
  /** What it says when Ctrl-C is pressed. */
  interruptAt?: RegExp;
  /** Where it calls AWS; defaults to the sandbox. */
  endpoint?: string;
  /** Aborts when it is killed. */
  killed?: AbortSignal;
}

/** Runs `trial` as its users do. */
export async function runTrial(
  sandbox: EngineHarness,
  args: string[],
  { endpoint, interruptAt, killed }: TrialRun = {},
) {
  const child = spawn(process.execPath, [builtFile("cli/main.js"), "trial", ...args, "--json"], {
    cwd: sandbox.data.path,
    env: { ...sandbox.environment, ...(endpoint && { AWS_ENDPOINT_URL: endpoint }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr.on("data", (said: Buffer) => {
    if (interruptAt?.test(said.toString())) child.kill("SIGINT");
  });
  killed?.addEventListener("abort", () => child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  const answer = (): TrialAnswer => trialShape.parse(JSON.parse(stdout));
  return { code, stdout, stderr, answer };
}

/** What the accounts and clusters hold under this name. */
export async function heldUnder({ control }: EngineHarness, name: string): Promise<string[]> {
  return living(await sandboxRecords(control)).filter((key) => key.includes(name));
}
