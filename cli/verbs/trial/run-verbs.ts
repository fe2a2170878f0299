import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { UserError } from "../../terminal/errors";
import { packageDirectory } from "../../terminal/package-directory";
import { isProgressJson } from "../../terminal/progress-form";
import { type KillMoment, momentIn } from "./kill-moment";
import { occupy, type TrialDirectory, trialEnvironment } from "./trial-directory";

/** How a verb ended. */
export interface EndedVerb {
  code: number | null;
  stdout: string;
  /** How many resources its stack held when it was killed. None: it was not killed. */
  heldAtKill?: number;
}

/** How often it is looked whether the moment has come. In milliseconds. */
const PACE = 20;

/**
 * Runs a verb of this command on the trial's inventory, as a user does, in a process of its own. What it says meanwhile is shown
 * as it comes. At `kill`, it is killed as a power cut would.
 */
export async function runVerb(
  directory: TrialDirectory,
  args: string[],
  { kill, signal }: { kill?: KillMoment; signal: AbortSignal },
): Promise<EndedVerb> {
  signal.throwIfAborted();
  const look = kill && momentIn(directory, kill);
  const main = join(packageDirectory(), "bin/cli/main.js");
  // In a process group of its own: a terminal's Ctrl-C reaches it once, by the signal, and a kill all that it began.
  const form = isProgressJson() ? ["--progress", "json"] : [];
  const words = [main, ...args, "--inventory", directory.inventory, ...form];
  const child = spawn(process.execPath, words, {
    cwd: directory.path,
    env: trialEnvironment(directory),
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  // Whoever kills this process alone leaves the verb running.
  if (child.pid !== undefined) occupy(directory, child.pid);
  const interrupt = () => child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  let heldAtKill: number | undefined;
  const watch = setInterval(() => {
    if (heldAtKill !== undefined) return;
    const held = look?.();
    if (held !== undefined && killGroup(child.pid)) heldAtKill = held;
  }, PACE);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  try {
    const [code, stdout] = await Promise.all([ended, text(child.stdout)]);
    return { code, stdout, ...(heldAtKill !== undefined && { heldAtKill }) };
  } finally {
    clearInterval(watch);
    signal.removeEventListener("abort", interrupt);
  }
}

/** Why a verb is not done, as its answer has it. */
export function failedVerb(stdout: string): UserError {
  const { problems = [], stacks = [], steps = [] } = answerIn<FailedAnswer>(stdout);
  const reasons = [
    ...problems.map(({ message }) => message),
    ...[...stacks, ...steps].flatMap(({ reason, stack, subject }) =>
      reason ? `${stack ?? subject}: ${reason}` : [],
    ),
  ];
  return new UserError(reasons.join("; ") || "it is not done; its own lines say why");
}

/** What verbs answer with `--json` where they are not done. */
interface FailedAnswer {
  problems?: { message: string }[];
  stacks?: Part[];
  steps?: Part[];
}

interface Part {
  stack?: string;
  subject?: string;
  reason?: string;
}

/** What a verb has answered; nothing where that cannot be read. */
export function answerIn<Answer>(stdout: string): Partial<Answer> {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

/** Kills a process and all that it began. False where it has ended already. */
function killGroup(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, "SIGKILL");
  } catch {
    return false;
  }
}
