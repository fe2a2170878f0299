import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import type { LandingZone } from "../../sdk/grant";
import { parseInventory } from "../../sdk/grant/inventory/parse-inventory";
import { cluster } from "../../stacks/cluster";
import { readHeldResources } from "../../stacks/held-resources";
import { secrets } from "../../stacks/secrets";
import { stackScope } from "../../stacks/stack-scope";
import { workloads } from "../../stacks/workloads";
import {
  type MockedEngine,
  type MockOptions,
  mockEngine,
  promiseOf,
} from "../sdk/components/mocked-engine";

export interface StackRun extends MockedEngine {
  outputs: unknown;
}

const programs = { cluster, secrets, workloads };

/** Runs the program of one stack against the mocked engine until nothing more is registered. */
export async function runStack(
  zone: LandingZone,
  name: string,
  options: MockOptions = {},
): Promise<StackRun> {
  const engine = await mockEngine({ ...options, stack: name });
  const scope = stackScope(zone, name, await readHeldResources());
  const outputs = await promiseOf(pulumi.output<unknown>(programs[scope.layer](scope)));
  await engine.settled();
  return { ...engine, outputs };
}

/** A function that runs each stack of a landing zone once, and gives the same run to every test that asks. */
export function runOnce(
  zone: LandingZone,
  options: (name: string) => MockOptions,
): (name: string) => Promise<StackRun> {
  const runs = new Map<string, Promise<StackRun>>();
  return (name) => {
    const run = runs.get(name) ?? runStack(zone, name, options(name));
    runs.set(name, run);
    return run;
  };
}

/** The landing zone that an inventory of the checkout declares. */
export function landingZoneOf(file: string): LandingZone {
  return landingZone(readFileSync(join(__dirname, "../..", file), "utf8"), file);
}

export function landingZone(text: string, file = "landing-zone.yaml"): LandingZone {
  const parsed = parseInventory(text, file);
  if ("problems" in parsed) throw new Error(parsed.problems.map((one) => one.message).join("\n"));
  return parsed.landingZone;
}
