import { availableParallelism } from "node:os";
import { inParallel } from "iam-proof/collections";
import { pulumiJson } from "../../stacks/backend/pulumi-command";
import type { StackInBackend } from "../../stacks/backend/stacks-in-backend";
import { progressBar } from "../../terminal/progress-bar";

/** Names of the stacks that contain something and whose last run failed. The backend is asked for each. */
export async function failedStacks(
  workDir: string,
  held: ReadonlyMap<string, StackInBackend>,
  planned: readonly string[],
): Promise<Set<string>> {
  const filled = planned.filter((name) => (held.get(name)?.resources ?? 0) > 0);
  const bar = progressBar("looking at last runs");
  let done = 0;
  const failed = await inParallel(filled, availableParallelism(), async (name) => {
    const isFailed = await hasFailed(workDir, name);
    bar.update(++done, filled.length);
    return isFailed;
  }).finally(bar.end);
  return new Set(filled.filter((_, index) => failed[index]));
}

/** Whether the last run failed or was stopped, so that the stack may be incomplete. */
async function hasFailed(workDir: string, stack: string): Promise<boolean> {
  const newest = ["--json", "--page-size", "1", "--page", "1"];
  const [last] = await pulumiJson<{ kind: string; result: string }[]>(
    { workDir, environment: {} },
    ["stack", "history", ...newest, "--stack", stack],
  );
  return last?.result === "failed" || last?.kind === "destroy";
}
