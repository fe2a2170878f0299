import { nameOf } from "../engine/engine-event";
import { runEnvironment } from "../engine/environment";
import { runStack, type StackRun } from "../engine/run-stack";
import type { ControlClient } from "../instance/control-client";
import type { Connection, DataDirectory } from "../instance/data-directory";
import { inventoryAccount } from "../instance/inventory-account";
import type { Progress } from "./progress";

/** What every step of the demo stands on. */
export interface Demo {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  progress: Progress;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Runs stacks of one phase at once, each with the credentials of its own account only. */
export async function deployStacks(demo: Demo, stacks: string[]): Promise<StackRun[]> {
  const runs = await Promise.allSettled(stacks.map((stack) => deployStack(demo, stack)));
  const failed = runs.find((run) => run.status === "rejected");
  if (failed) throw failed.reason;
  return runs.flatMap((run) => (run.status === "fulfilled" ? [run.value] : []));
}

async function deployStack(demo: Demo, stack: string): Promise<StackRun> {
  const { data, progress, signal } = demo;
  const environment = await accountEnvironment(demo, stack.slice(0, stack.lastIndexOf(".")));
  progress.now(stack, "pulumi up");
  try {
    const run = await runStack({
      ...{ data, environment, stack, signal },
      operation: "up",
      onEvent: ({ resourcePreEvent }) => {
        const step = resourcePreEvent?.metadata;
        if (step) progress.now(stack, `${step.op} ${nameOf(step.urn)}`);
      },
    });
    progress.done(stack, `  ${stack}: ${describeChanges(run)} (${run.seconds.toFixed(1)} s)`);
    return run;
  } catch (error) {
    progress.done(stack, `  ${stack}: ${signal.aborted ? "stopped" : "failed"}`);
    throw error;
  }
}

/** Environment of a process that acts as the administrator of an account of the inventory. */
export async function accountEnvironment(
  { data, connection, control }: Demo,
  account: string,
): Promise<Record<string, string>> {
  const credentials = await control.account(inventoryAccount(data, account));
  return runEnvironment(data, connection, credentials);
}

/** Whether a run left every resource as it was. */
export function changedNothing({ changes }: StackRun): boolean {
  return Object.keys(changes).every((op) => op === "same");
}

function describeChanges(run: StackRun): string {
  if (changedNothing(run)) return `no change, ${run.changes.same ?? 0} resources`;
  return Object.entries(run.changes)
    .map(([op, count]) => `${count} ${op === "same" ? "unchanged" : op}`)
    .join(", ");
}
