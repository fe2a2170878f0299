import type { PlannedStack } from "../../../stacks/stack-plan";
import { UserError } from "../../terminal/errors";
import { accessWords } from "../backend/orphaned-stacks";
import type { Operation } from "../engine/stack-engine";
import { stillReadWords } from "./access-elsewhere";
import type { Removed } from "./removals-first";
import type { StacksAnswer } from "./stacks-shape";

const NOTHING_REMOVED =
  "no stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once";

/** The error of a run that ends before it removes any access: `reasons` why, and what it asks. */
export function untouched(operation: Operation, reasons: readonly string[]): UserError {
  return refused(reasons, operation === "up" ? [NOTHING_REMOVED] : ["no stack was run"]);
}

/** The error of a run that ends before it runs any stack: what became of the access that the inventory does not grant any more. */
export function refusedRun(
  reasons: readonly string[],
  removed: readonly Removed[],
  stillRead: StacksAnswer["stillRead"],
): UserError {
  const access = [...removed.map(endOf), ...stillRead.map(stillReadWords)];
  return refused(reasons, ["no stack was run", ...access]);
}

function refused(reasons: readonly string[], ends: readonly string[]): UserError {
  return new UserError([...reasons, ...ends].join("\n"));
}

function endOf({ reason, removal }: Removed): string {
  return reason === undefined
    ? `access is removed: ${accessWords(removal, "no longer")}`
    : `access stays: ${accessWords(removal)}: ${reason}`;
}

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
