import { deepStrictEqual, ok } from "node:assert";
import { setImmediate as turn } from "node:timers/promises";
import type { StackEngine } from "../../../../cli/stacks/engine/stack-engine";
import { runStacks } from "../../../../cli/stacks/run/run-stacks";
import type { LandingZone } from "../../../../sdk/grant";
import { stackPlan } from "../../../../stacks/stack-plan";
import { ancestors } from "./moments";
import { freshlyDeployed } from "./properties";
import { registered } from "./registrations";
import { applied, type Stacks, stepsOfRun } from "./stacks";
import { type Round, upSteps } from "./up";
import { WORLDS, withValue, zoneOf } from "./worlds";

/** What the command's runner does with an engine that makes the model's steps. */
interface Ran {
  /** The stacks in the order of their starts. One that ran twice is there twice. */
  order: string[];
  end: Stacks;
  /** Stacks that started before `held` had ended for the first time. */
  beside: Set<string>;
}

/** Runs all stacks. The first run of `held` ends only when nothing else runs. */
async function ran(zone: LandingZone, from: Stacks, held?: string): Promise<Ran> {
  const order: string[] = [];
  const beside = new Set<string>();
  let now = from;
  let isHeld = held !== undefined;
  const engine: StackEngine = {
    async run(stack) {
      const { name } = stack;
      order.push(name);
      if (isHeld) beside.add(name);
      if (isHeld && name === held) {
        for (let turns = 0; turns < 20; turns++) await turn();
        isHeld = false;
      }
      const made = registered(zone, stack, now);
      now = applied(now, stepsOfRun(stack, made, now));
      const formerWays = made.outputs.formerWays as Record<string, string> | undefined;
      return { changes: {}, createdSecrets: [], ...(formerWays && { formerWays }) };
    },
  };
  const lines = { now: () => undefined, done: () => undefined, end: () => undefined };
  const { signal } = new AbortController();
  await runStacks({
    ...{ stacks: stackPlan(zone), operation: "up", engine, lines, signal },
    parallel: held === undefined ? 1 : 99,
  });
  return { order, end: now, beside };
}

/** The stacks of a round in the order of their first steps. */
const stacksOf = ({ steps }: Round) => [...new Set(steps.map(({ stack }) => stack))];

/** Stacks that may start in the model before `held` has ended, because none of their steps waits for one of its steps. */
function besideOf({ steps }: Round, held: string): Set<string> {
  const before = ancestors(steps);
  const own = new Set(steps.flatMap(({ id, stack }) => (stack === held ? [id] : [])));
  const waiting = steps.filter(
    ({ id, stack }) => stack !== held && [...(before.get(id) ?? [])].some((one) => own.has(one)),
  );
  const waits = new Set(waiting.map(({ stack }) => stack));
  return new Set(stacksOf({ steps } as Round).filter((one) => !waits.has(one)));
}

const CHANGES: [string, string[], unknown][] = [
  ["small", ["readers", "job", "mode"], "targetRole"],
  ["small", ["readers", "web", "roleName"], "other"],
  ["small", ["readers", "web", "identity"], "irsa"],
  ["small", ["secrets", "bills", "key"], "green"],
  ["tokens", ["readers", "web", "identity"], undefined],
];

describe("the command's runner of stacks", () => {
  for (const [name, path, value] of CHANGES) {
    it(`takes the model's steps in the model's order: ${name}, ${path.join(".")}: ${value}`, async () => {
      const world = WORLDS[name] ?? {};
      const [before, after] = [zoneOf(world), zoneOf(withValue(world, path, value))];
      ok(before && after);
      const { end, rounds } = upSteps(after, freshlyDeployed(before));
      const [first, ...closings] = rounds.filter(({ kind }) => /^(?:stacks|closing)$/.test(kind));
      ok(first && closings.length > 0);
      const plain = await ran(after, first.from);
      deepStrictEqual(plain.order, [first, ...closings].flatMap(stacksOf));
      deepStrictEqual(plain.end, end);
      for (const held of stacksOf(first)) {
        const { beside } = await ran(after, first.from, held);
        deepStrictEqual([held, [...beside].sort()], [held, [...besideOf(first, held)].sort()]);
      }
    });
  }
});
