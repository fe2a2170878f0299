import { availableParallelism } from "node:os";
import { inParallel } from "../../../stacks/in-parallel";
import type { StackInBackend } from "../../stacks/backend/stacks-in-backend";
import { hasFailed } from "../../stacks/engine/last-run";
import { progressBar } from "../../terminal/progress-bar";

/** Names of the stacks that hold something and whose last run did not end well: the backend is asked for each. */
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
