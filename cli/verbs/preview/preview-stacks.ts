import type { PlannedStack } from "../../../stacks/stack-plan";
import type { StackPreview, StackPreviewer } from "../../stacks/engine/stack-engine";
import type { LiveLines } from "../../stacks/run/live-lines";
import { failureOf, type RunReport, runWithProgress } from "../../stacks/run/run-with-progress";
import { type Outcome, schedule } from "../../stacks/run/schedule";
import type { PreviewAnswer } from "./shape";

type Previewed = PreviewAnswer["stacks"][number];

/** The input of a preview of stacks. */
interface StacksPreview {
  /** In the plan's order. */
  stacks: readonly PlannedStack[];
  /** Names of the existing stacks. */
  held: ReadonlySet<string>;
  engine: StackPreviewer;
  /** Whether to compare with the accounts and not only with the state. */
  refresh: boolean;
  /** The most stacks that run at the same time. */
  parallel: number;
  lines: LiveLines;
  /** When it is aborted, nothing more is begun. */
  signal: AbortSignal;
}

/** Previews what `up` would change in each stack, whatever the results of the others. */
export async function previewStacks(
  options: StacksPreview,
): Promise<Omit<PreviewAnswer, "confirmations" | "leftStacks">> {
  const { engine, held, lines, parallel, refresh, signal, stacks } = options;
  const ended = new Map<string, RunReport<StackPreview>>();
  const absent = ({ dependsOn }: PlannedStack) => dependsOn.filter((one) => !held.has(one));
  const asked = stacks
    .filter((stack) => held.has(stack.name) && absent(stack).length === 0)
    .map((stack) => ({ ...stack, dependsOn: [] }));

  const askOne = (stack: PlannedStack): Promise<void> =>
    runWithProgress(
      { name: stack.name, lines, begins: "preview" },
      (onStep) => engine.preview(stack, { onStep, refresh, signal }),
      (told) => ended.set(stack.name, told),
    );
  const outcomes = await schedule(asked, parallel, askOne, signal).finally(lines.end);

  const answered = stacks.map((stack): Previewed => {
    const waitsFor = absent(stack);
    const { changes = {}, seconds = 0, steps = [] } = ended.get(stack.name) ?? {};
    const common = { stack: stack.name, seconds, changes, steps };
    if (!held.has(stack.name)) return { ...common, result: "new" };
    if (waitsFor.length > 0) return { ...common, result: "waits", waitsFor };
    return { ...common, ...resultOf(outcomes.get(stack.name)) };
  });
  return { result: overall(answered), stacks: answered };
}

function resultOf(outcome: Outcome | undefined): Pick<Previewed, "result" | "reason"> {
  if (outcome?.result === "done") return { result: "previewed" };
  return outcome?.result === "failed" ? failureOf(outcome.error) : { result: "stopped" };
}

function overall(stacks: Previewed[]): PreviewAnswer["result"] {
  if (stacks.some(({ result }) => result === "failed" || result === "stopped")) return "incomplete";
  return stacks.every(isUnchanged) ? "no change" : "changes";
}

/** Whether nothing would change in a stack. */
export function isUnchanged({ result, steps }: Previewed): boolean {
  return result === "previewed" && steps.length === 0;
}
