import type { LandingZone, ResolvedSecret } from "../../../sdk/grant";
import { type EngineHarness, writeInventory } from "../harness";
import { type Pod, podsOf, wrongAccesses } from "./accesses";
import { deployChange } from "./deploy";
import type { Inventory } from "./inventories";
import { type Confirmed, run } from "./runs";
import { lostValues, type PutValues, placesOf } from "./values";

/** What came of a step from one inventory to the next. */
export interface StepReport {
  /** Everything that is not as it must be. */
  defects: string[];
  /** What was confirmed by name, because `up` asked for it. */
  confirmed: string[];
  /** Why `up` refused the second inventory, where it did, and whether it had deployed other stacks of it. */
  refused?: { reason: string; isPartial: boolean };
  /** The pods of the second inventory. */
  pods: Pod[];
}

/** How a change is refused that would cost a value, or that AWS would not take. */
export const REFUSALS =
  /must (?:keep its key|stay|be named by its alias as before|be declared as before)|cannot be made while that/;

/** Deploys the second inventory over the first until no key waits, and once more; looks after each run. `pods`: of the first. */
export async function tryStep(
  sandbox: EngineHarness,
  [first, second]: [Inventory, Inventory],
  values: PutValues,
  pods: readonly Pod[],
): Promise<StepReport> {
  const report: StepReport = { defects: [], confirmed: [], pods: [] };
  const flaw = (text: string) => report.defects.push(text);
  writeInventory(sandbox.data, second.text);
  const held = new Map(values);
  const changed = await deployChange(sandbox, second.zone, values);
  report.confirmed.push(...changed.confirmed.keys());
  const mayGo = changed.isRefused
    ? new Set<string>()
    : dispensable([first.zone, second.zone], changed.confirmed, held);
  for (const one of await lostValues(sandbox, held, mayGo)) flaw(`lost: ${one}`);
  for (const place of mayGo) values.delete(place);
  if (changed.failed) {
    const reason = changed.failed;
    if (REFUSALS.test(reason)) report.refused = { reason, isPartial: !changed.isRefused };
    else flaw(`up failed: ${reason}`);
    return report;
  }
  report.pods = await podsOf(sandbox, second.zone);
  const must = second.zone;
  const wrong = [
    ...(await wrongAccesses(sandbox, pods, { must, mayHaveEnded: true })),
    ...(await wrongAccesses(sandbox, report.pods, { must })),
  ];
  for (const one of wrong) flaw(one);
  for (const one of await restless(sandbox, changed.keysStay)) flaw(one);
  for (const one of await lostValues(sandbox, values, new Set())) flaw(`lost at rest: ${one}`);
  return report;
}

/** What another `up`, and a preview, would change of what was just deployed. */
async function restless(sandbox: EngineHarness, keysStay: boolean): Promise<string[]> {
  if (keysStay) await run(sandbox, "up");
  const again = await run(sandbox, "up");
  if (again.failed) return [`up again failed: ${again.failed}`];
  const quiet = await sandbox.command(["preview", "--refresh", "--expect-no-changes"]);
  return [
    ...(again.changes ? [`up again changed something: ${again.changes}`] : []),
    ...(quiet.code === 0 ? [] : [`preview is not quiet: ${quiet.stdout}${quiet.stderr}`]),
  ];
}

/**
 * Where values may go: those of secrets confirmed by name, also of one that a stack still holds and the first inventory has no more,
 * and copies in regions that the second inventory gives up.
 */
function dispensable(
  [first, second]: [LandingZone, LandingZone],
  confirmed: Confirmed,
  held: PutValues,
): Set<string> {
  const kept = new Set(second.secrets.flatMap(placesOf));
  const isKept = (secret: ResolvedSecret) => kept.has(placesOf(secret)[0] ?? "");
  const places = first.secrets.flatMap((secret) => {
    if (confirmed.has(secret.id)) return placesOf(secret);
    return isKept(secret) ? placesOf(secret).filter((place) => !kept.has(place)) : [];
  });
  const left = [...held.keys()].filter(
    (place) => !kept.has(place) && confirmed.has(place.split(" ")[2] ?? ""),
  );
  return new Set([...places, ...left]);
}
