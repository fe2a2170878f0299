import type { LandingZone } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import { type EngineHarness, writeInventory } from "../harness";
import { living, sandboxRecords } from "../sandbox-records";
import { type Run, type RunOptions, run } from "./runs";
import { type PutValues, putValues } from "./values";

/** How `up` says that pods would have no values to read. */
const MISSING_VALUES = /its pods (?:would wait for|could not decrypt) values/;

/** Deploys an inventory for the first time: everything but pods, the values that these wait for, then the pods. */
export async function deployFirst(
  sandbox: EngineHarness,
  zone: LandingZone,
  values: PutValues,
  options?: RunOptions,
): Promise<Run> {
  const plan = stackPlan(zone);
  const upOf = async (isMeant: (layer: string) => boolean) => {
    const only = plan.filter(({ layer }) => isMeant(layer)).map(({ name }) => name);
    return only.length > 0 ? run(sandbox, "up", { ...options, only }) : undefined;
  };
  const owners = await upOf((layer) => layer !== "workloads");
  if (owners?.failed) return owners;
  await putValues(sandbox, zone, values);
  return (await upOf((layer) => layer === "workloads")) ?? owners ?? run(sandbox, "up", options);
}

/** Deploys an inventory over another, with values put as soon as new pods wait for them. */
export async function deployChange(
  sandbox: EngineHarness,
  zone: LandingZone,
  values: PutValues,
  options?: RunOptions,
): Promise<Run> {
  const ended = await run(sandbox, "up", options);
  const isWaiting = MISSING_VALUES.test(ended.failed);
  if (isWaiting || !ended.failed) await putValues(sandbox, zone, values);
  if (!isWaiting) return ended;
  const again = await run(sandbox, "up", { ...options, given: ended.confirmed });
  return { ...again, isRefused: false };
}

/** Destroys what the newest inventory declares, and by the earlier ones the stacks that it no longer has. Answers what failed. */
export async function destroyAll(
  sandbox: EngineHarness,
  inventories: readonly { text: string; zone: LandingZone }[],
): Promise<string[]> {
  const failed: string[] = [];
  let left: string[] | undefined;
  for (const { text, zone } of [...inventories].reverse()) {
    const own = stackPlan(zone).map(({ name }) => name);
    const only = left?.filter((name) => own.includes(name));
    if (only?.length === 0) continue;
    writeInventory(sandbox.data, text);
    const ended = await run(sandbox, "destroy", { only });
    if (ended.failed) failed.push(`destroy failed: ${ended.failed}`);
    left = ended.left;
  }
  return failed;
}

/** What `destroy` has left. `found`: what was there before. */
export async function leftovers(
  sandbox: EngineHarness,
  found: readonly string[],
): Promise<string[]> {
  const left = living(await sandboxRecords(sandbox.control));
  return left.filter((one) => !found.includes(one)).map((one) => `destroy leaves ${one}`);
}
