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
  type Recorded,
} from "../sdk/components/mocked-engine";

export interface StackRun extends MockedEngine {
  outputs: Record<string, object>;
  /** Inputs of the only resource of a provider with this name. */
  inputsOf(name: string): Recorded["inputs"];
  /** The statements of its policy. */
  statementsOf(name: string): Recorded["inputs"][string];
}

/** The outputs of a cluster's stack for a cluster of account 111111111111 in us-east-1. */
export const SHOP = {
  arn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  endpoint: "https://cluster.example",
  certificateAuthority: "Q0E=",
  oidcIssuer: "https://oidc.example/id",
};

/** Answers the calls of a stack that has these resources. */
export const holding =
  (outputs: object) =>
  ({ token }: { token: string }) =>
    token === "pulumi:pulumi:readStackResourceOutputs" ? { outputs } : {};

/** Does something after somebody has confirmed that this goes. */
export async function confirming<Result>(name: string, use: () => Promise<Result>) {
  process.env.EKS_POD_SECRETS_YES_REMOVE = name;
  try {
    return await use();
  } finally {
    delete process.env.EKS_POD_SECRETS_YES_REMOVE;
  }
}

export const programs = { cluster, secrets, workloads };

/** Runs the program of one stack against the mocked engine until nothing more is registered. */
export async function runStack(
  zone: LandingZone,
  name: string,
  options: MockOptions = {},
): Promise<StackRun> {
  const engine = await mockEngine({ ...options, stack: name });
  const scope = stackScope(zone, name, await readHeldResources());
  const program = programs[scope.layer](scope) as unknown;
  const outputs = await untilRefused(
    promiseOf(pulumi.output(program)) as Promise<Record<string, object>>,
  );
  await engine.settled();
  const inputsOf = (name: string) => {
    const [found, ...others] = engine.resources.filter(
      (one) => one.name === name && !/^(eks-pod-secrets|pulumi):/.test(one.type),
    );
    if (!found || others.length > 0) throw new Error(`${others.length + 1} resources ${name}`);
    return found.inputs;
  };
  const statementsOf = (name: string) => JSON.parse(inputsOf(name).policy).Statement;
  return { ...engine, outputs, inputsOf, statementsOf };
}

/** If a component is refused later, a real engine ends the run. With the mocked engine, nothing would ever end the wait. */
async function untilRefused<Result>(outputs: Promise<Result>): Promise<Result> {
  let refuse: (reason: Error) => void = () => {};
  const refused = new Promise<never>((_, reject) => (refuse = reject));
  process.once("unhandledRejection", refuse);
  return Promise.race([outputs, refused]).finally(() => process.off("unhandledRejection", refuse));
}

/** Makes a function that runs each stack of a landing zone only once, and gives every test the same run. */
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

/** The landing zone of an inventory in the checkout. */
export function landingZoneOf(file: string): LandingZone {
  return landingZone(readFileSync(join(__dirname, "../..", file), "utf8"), file);
}

export function landingZone(text: string, file = "landing-zone.yaml"): LandingZone {
  const parsed = parseInventory(text, file);
  if ("problems" in parsed) throw new Error(parsed.problems.map((one) => one.message).join("\n"));
  return parsed.landingZone;
}
