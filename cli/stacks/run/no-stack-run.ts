import type { PlannedStack } from "../../../stacks/stack-plan";
import type { Operation } from "../engine/stack-engine";
import type { StacksAnswer } from "./stacks-shape";

/** The answer of a run that ended before it ran any stack. */
export function noStackRun(operation: Operation, stacks: readonly PlannedStack[]): StacksAnswer {
  const stopped = stacks.map(({ name }) => ({
    stack: name,
    result: "stopped" as const,
    seconds: 0,
    changes: {},
  }));
  const none = {
    removals: [],
    stillRead: [],
    formerWays: [],
    networks: [],
    createdSecrets: [],
    leftNamespaces: [],
    leftStacks: [],
  };
  return { operation, result: "incomplete", stacks: stopped, ...none };
}
