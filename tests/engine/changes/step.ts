import type { LandingZone, ResolvedSecret } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import { type EngineHarness, writeInventory } from "../harness";
import { living, sandboxRecords } from "../sandbox-records";
import { formersOf, type Pod, podsOf, withFormers, wrongAccesses } from "./accesses";
import { type Draft, type Inventory, zoneOf } from "./inventories";
import { type Confirmed, type Run, type RunOptions, run } from "./runs";
import { foreignAccounts, makeServiceAccounts } from "./service-accounts";
import { keepsValue, lostValues, type PutValues, placesOf, putValues } from "./values";
import { allMounts, watched, wrongMounts } from "./watch";

/** The result of a step from one inventory to the next. */
export interface StepReport {
  /** Everything that is wrong. */
  defects: string[];
  /** Names that were confirmed because `up` asked. */
  confirmed: string[];
  /** Why `up` refused the second inventory, if it did. `isPartial` says whether it had already deployed some of its stacks. */
  refused?: { reason: string; isPartial: boolean };
  /** The pods of the second inventory. */
  pods: Pod[];
  /** How often all pods were asked what they can read during the step. */
  rounds: number;
}

/** Refusals of a change that would lose a value, or that AWS would not accept. */
export const REFUSALS =
  /must (?:keep its key|stay|be named by its alias as before|be declared as before)|cannot be made while that|cannot take the place of role|a sealed secret lets in administrators only|which stack \S+ did not make/;

/**
 * Deploys the second inventory over the first until no key waits, and then once more. It checks the pods during this and after each
 * run. `pods` are those of the first inventory.
 */
export async function tryStep(
  sandbox: EngineHarness,
  [first, second]: [Inventory, Inventory],
  values: PutValues,
  pods: readonly Pod[],
  options: RunOptions,
): Promise<StepReport> {
  const report: StepReport = { defects: [], confirmed: [], pods: [], rounds: 0 };
  const flaw = (text: string) => report.defects.push(text);
  writeInventory(sandbox.data, second.text);
  const held = new Map(values);
  const carried = carryValues(second.zone, values);
  const others = foreignAccounts(first.zone, second.zone);
  await makeServiceAccounts(sandbox, others.before);
  const look = await watched(sandbox, [first.zone, second.zone], { pods, values: held }, () =>
    deployChange(sandbox, second.zone, values, options),
  );
  const { answer: changed, rounds } = look;
  report.rounds = rounds;
  for (const one of look.defects) flaw(one);
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
    for (const place of carried) values.delete(place);
    return report;
  }
  await makeServiceAccounts(sandbox, others.after);
  report.pods = await podsOf(sandbox, second.zone);
  const must = second.zone;
  const may = withFormers(must);
  const wrong = [
    ...(await wrongAccesses(sandbox, pods, { must, may, mayHaveEnded: true })),
    ...(await wrongAccesses(sandbox, report.pods, { must, may })),
    ...(await wrongMounts(sandbox, allMounts(must), values)),
  ];
  for (const one of wrong) flaw(one);
  for (const one of await restless(sandbox, changed.keysStay || formersOf(must).length > 0))
    flaw(one);
  for (const one of await lostValues(sandbox, values, new Set())) flaw(`lost at rest: ${one}`);
  return report;
}

/** Gives renamed and moved secrets the values of the old ones. Returns their places. */
function carryValues(zone: LandingZone, values: PutValues): string[] {
  return zone.secrets.flatMap(({ former, ...secret }) => {
    const old = former && placesOf({ ...secret, ...former, replicas: [] })[0];
    const value = values.get(old ?? "");
    if (!value) return [];
    for (const place of placesOf(secret)) values.set(place, value);
    return placesOf(secret);
  });
}

/** What another `up` and a preview would change after a deployment. `isUnfinished` says that one more run has something to do. */
async function restless(sandbox: EngineHarness, isUnfinished: boolean): Promise<string[]> {
  if (isUnfinished) await run(sandbox, "up");
  const again = await run(sandbox, "up");
  if (again.failed) return [`up again failed: ${again.failed}`];
  const quiet = await sandbox.command(["preview", "--refresh", "--expect-no-changes"]);
  return [
    ...(again.changes ? [`up again changed something: ${again.changes}`] : []),
    ...(quiet.code === 0 ? [] : [`preview is not quiet: ${quiet.stdout}${quiet.stderr}`]),
  ];
}

/**
 * Places whose values may be lost. They are secrets confirmed by name, also one that a stack still holds and the first inventory
 * does not, and copies in regions that the second inventory gives up.
 */
function dispensable(
  [first, second]: [LandingZone, LandingZone],
  confirmed: Confirmed,
  held: PutValues,
): Set<string> {
  const kept = new Set(second.secrets.flatMap(placesOf));
  const old = new Set(formersOf(second).flatMap(placesOf));
  const carried = first.secrets.flatMap((secret) =>
    placesOf(secret).some((place) => old.has(place)) ? placesOf(secret) : [],
  );
  const isKept = (secret: ResolvedSecret) => kept.has(placesOf(secret)[0] ?? "");
  const places = first.secrets.flatMap((secret) => {
    if (confirmed.has(secret.id)) return placesOf(secret);
    return isKept(secret) ? placesOf(secret).filter((place) => !kept.has(place)) : [];
  });
  const left = [...held.keys()].filter(
    (place) => !kept.has(place) && confirmed.has(place.split(" ")[2] ?? ""),
  );
  return new Set([...places, ...carried, ...left]);
}

/** A team, and what it has deployed. */
export interface Team {
  draft: Draft;
  /** The text of its inventory. Empty before its first turn. */
  text: string;
  /** What its last successful run declared. This must hold. */
  holds: LandingZone | undefined;
  /** What its runs have declared since the last successful run, including that one. This may hold. */
  tried: LandingZone[];
  pods: Pod[];
  values: PutValues;
  /** Every inventory that it has deployed, wholly or partly. */
  deployed: Inventory[];
}

export function newTeam(draft: Draft): Team {
  return {
    draft,
    text: "",
    holds: undefined,
    tried: [],
    pods: [],
    values: new Map(),
    deployed: [],
  };
}

/** What a team is about to deploy or destroy. */
interface Intent {
  draft: Draft;
  text: string;
  destroys: boolean;
}

/** A team may take nothing from the other, so it confirms no `--take-over`. */
const OPTIONS: RunOptions = { confirms: ["yes-remove"] };

/**
 * How a run is refused that would take something from the other team. It ends before it begins, and names the other team or the
 * resource. Or AWS refuses it, because a name is taken.
 */
const REFUSALS_OF_OTHERS =
  /belongs to the inventory with the id team-\d.*team-\d|--take-over|which stack \S+ did not make|AlreadyExists|ResourceExists|already exists/s;

/** Takes one turn of a team. Afterwards the other team must still have everything. Returns the defects, and why the run was refused. */
export async function takeTurn(
  sandbox: EngineHarness,
  [team, other]: [Team, Team],
  intent: Intent,
): Promise<{ defects: string[]; refused?: string }> {
  const zone = zoneOf(intent.text);
  writeInventory(sandbox.data, intent.text);
  const ended = intent.destroys
    ? await run(sandbox, "destroy", OPTIONS)
    : await deployChange(sandbox, zone, team.values, OPTIONS);
  const { failed } = ended;
  const isRefused = REFUSALS_OF_OTHERS.test(failed) || REFUSALS.test(failed);
  await settle(sandbox, team, { ...intent, zone }, ended);
  const defects = [
    ...(failed && !isRefused ? [`${team.draft.id} failed: ${failed}`] : []),
    ...(await lostValues(sandbox, other.values, new Set())).map((one) => `the other: ${one}`),
    ...(await wrongAccessesOf(sandbox, [team, other])),
  ];
  return { defects, ...(isRefused && { refused: failed }) };
}

/** Records what a team has after its run. */
async function settle(
  sandbox: EngineHarness,
  team: Team,
  { destroys, draft, text, zone }: Intent & { zone: LandingZone },
  { failed, isRefused }: Run,
): Promise<void> {
  if (isRefused) return;
  team.text = text;
  team.deployed.push({ text, zone });
  if (!destroys) team.draft = draft;
  if (failed) {
    team.holds = undefined;
    team.tried.push(zone);
    for (const [place, value] of team.values) {
      if (!(await keepsValue(sandbox, place, value))) team.values.delete(place);
    }
    return;
  }
  team.holds = destroys ? undefined : zone;
  team.tried = destroys ? [] : [zone];
  const kept = destroys ? [] : zone.secrets.flatMap(placesOf);
  for (const place of team.values.keys()) if (!kept.includes(place)) team.values.delete(place);
}

/** Checks the pods of both teams, including those that ran before, and records those that run now. */
async function wrongAccessesOf(sandbox: EngineHarness, both: Team[]): Promise<string[]> {
  const must = { readers: both.flatMap(({ holds }) => holds?.readers ?? []) };
  const may = { readers: both.flatMap(({ tried }) => tried.flatMap(({ readers }) => readers)) };
  const wrong: string[] = [];
  for (const team of both) {
    const { holds, pods } = team;
    if (holds) team.pods = await podsOf(sandbox, holds);
    wrong.push(
      ...(await wrongAccesses(sandbox, pods, { must, may, mayHaveEnded: true })),
      ...(await wrongAccesses(sandbox, holds ? team.pods : [], { must, may })),
    );
  }
  return [...new Set(wrong)];
}

/** How `up` says that pods would have no values to read. */
const MISSING_VALUES = /its pods (?:would wait for|could not decrypt) values/;

/** Deploys an inventory for the first time: first all but the pods, then the values that the pods wait for, then the pods. */
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

/** Deploys an inventory over another, and puts values as soon as new pods wait for them. */
async function deployChange(
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

/** Destroys what the newest inventory declares. The earlier inventories destroy stacks that it no longer has. Returns what failed. */
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

/** What `destroy` has left behind. `found` was there before. */
export async function leftovers(
  sandbox: EngineHarness,
  found: readonly string[],
): Promise<string[]> {
  const left = living(await sandboxRecords(sandbox.control));
  return left.filter((one) => !found.includes(one)).map((one) => `destroy leaves ${one}`);
}
