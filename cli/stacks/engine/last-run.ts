import { type CommandPlace, PulumiError, pulumiJson } from "../backend/pulumi-command";
import { resourceCount } from "../backend/resource-count";
import type { LastRun } from "./other-shards";
import type { Operation } from "./stack-engine";

/** The engine's own words for what can be done to a stack. */
const KINDS: Record<Operation, string> = { up: "update", destroy: "destroy", refresh: "refresh" };

interface HistoryEntry {
  kind: string;
  message: string;
  result: string;
  startTime: string;
  version: number;
}

/** How the last run of a stack ended, in the backend. A stack that is not there is destroyed, and not deployed. */
export async function lastRun(
  workDir: string,
  stack: string,
  operation: Operation,
  mark: string,
): Promise<LastRun> {
  const place = { workDir, environment: {} };
  const runs = await newestRun(place, stack).catch((error: unknown) => {
    if (error instanceof PulumiError && /no stack named/.test(error.said)) return undefined;
    throw error;
  });
  if (runs === undefined) {
    return { isDone: operation === "destroy", isFailed: false, version: "absent" };
  }
  const [last] = runs;
  if (!last) return { isDone: false, isFailed: false, version: "none" };
  const { kind, message, result, startTime, version } = last;
  const isDone = result === "succeeded" && kind === KINDS[operation] && message === mark;
  // A destruction that was stopped half-way is called a success, too.
  const isStopped = isDone && operation === "destroy" && (await resourceCount(place, stack)) > 0;
  return {
    isDone: isDone && !isStopped,
    isFailed: result === "failed" || isStopped,
    version: `${version} ${startTime}`,
  };
}

/** Whether the last run of a stack that holds something failed or was stopped, so that it may hold a part of what it should. */
export async function hasFailed(workDir: string, stack: string): Promise<boolean> {
  const [last] = await newestRun({ workDir, environment: {} }, stack);
  return last?.result === "failed" || last?.kind === KINDS.destroy;
}

function newestRun(place: CommandPlace, stack: string): Promise<HistoryEntry[]> {
  const newest = ["--json", "--page-size", "1", "--page", "1"];
  return pulumiJson<HistoryEntry[]>(place, ["stack", "history", ...newest, "--stack", stack]);
}
