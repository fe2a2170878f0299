import { deepStrictEqual, strictEqual } from "node:assert";
import type { Changes } from "../../../../cli/stacks/changed/find-changes";
import { runChanged } from "../../../../cli/stacks/changed/run-changed";
import { noStackRun } from "../../../../cli/stacks/run/removals-first";
import type { StacksAnswer } from "../../../../cli/stacks/run/stacks-shape";
import { stackPlan } from "../../../../stacks/stack-plan";
import { inventoryText, reader } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";

const plan = stackPlan(landingZone(inventoryText({ readers: reader("[own]") })));

/** Runs the changed stacks. After each run, the next entry of `all` says which stacks must run. */
async function rounds(
  all: string[][],
  resultOf: (stack: string) => "done" | "failed" = () => "done",
): Promise<{ ran: string[][]; answer: StacksAnswer | undefined }> {
  const stacksOf = (names: string[] = []) => plan.filter(({ name }) => names.includes(name));
  const left = all.slice(1);
  const changes: Changes = {
    stacks: stacksOf(all[0]),
    reasons: new Map(all[0]?.map((name) => [name, "it is new"])),
    statesRead: () => 3,
    readersOf: async () => stacksOf(left.shift()),
  };
  const ran: string[][] = [];
  const answer = await runChanged(changes, plan.length, {}, async (stacks) => {
    ran.push(stacks.map(({ name }) => name));
    const none = noStackRun("up", stacks);
    const ended = none.stacks.map((one) => ({ ...one, result: resultOf(one.stack) }));
    const isDone = ended.every(({ result }) => result === "done");
    return { ...none, stacks: ended, result: isDone ? "done" : "incomplete" };
  });
  return { ran, answer };
}

describe("a run of what has changed", () => {
  it("goes on with what reads what it has changed, also with what it has run before", async () => {
    const { answer, ran } = await rounds([
      ["a.cluster", "a.workloads"],
      ["a.secrets"],
      ["a.workloads"],
    ]);
    deepStrictEqual(ran, [["a.cluster", "a.workloads"], ["a.secrets"], ["a.workloads"]]);
    deepStrictEqual(answer?.changed, { leftOut: plan.length - 3, statesRead: 3 });
    deepStrictEqual(
      answer?.stacks.map(({ stack, why }) => [stack, why]),
      [
        ["a.cluster", "it is new"],
        ["a.secrets", "what it reads of other stacks has changed in this run"],
        ["a.workloads", "what it reads of other stacks has changed in this run"],
      ],
    );
  });

  it("ends where a stack fails, as the same command finds the rest", async () => {
    const { answer, ran } = await rounds([["a.cluster"], ["a.secrets"]], () => "failed");
    deepStrictEqual(ran, [["a.cluster"]]);
    strictEqual(answer?.result, "incomplete");
  });

  it("ends where stacks change each other without an end", async () => {
    const { ran } = await rounds(Array.from({ length: 20 }, () => ["a.secrets", "a.workloads"]));
    strictEqual(ran.length, 7);
  });
});
