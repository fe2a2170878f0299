import type { LandingZone } from "../../../sdk/grant";
import { type EngineHarness, writeInventory } from "../harness";
import { type Pod, podsOf, wrongAccesses } from "./accesses";
import { deployChange } from "./deploy";
import { type Draft, type Inventory, zoneOf } from "./inventories";
import { type Run, type RunOptions, run } from "./runs";
import { REFUSALS } from "./step";
import { keepsValue, lostValues, type PutValues, placesOf } from "./values";

/** A team, and what it has deployed. */
export interface Team {
  draft: Draft;
  /** Its inventory; empty before its first turn. */
  text: string;
  /** What its last run declared, if that was done: this must hold. */
  holds: LandingZone | undefined;
  /** What its runs declared since the last one that was done, that one included: this may hold. */
  tried: LandingZone[];
  pods: Pod[];
  values: PutValues;
  /** Every inventory that it has deployed, in whole or in part. */
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

/** What a team deploys, or destroys. */
interface Intent {
  draft: Draft;
  text: string;
  destroys: boolean;
}

/** Nothing is taken from another team. */
const OPTIONS: RunOptions = { confirms: ["yes-remove"] };

/**
 * How a run ends that would have to take something of the other team: before it begins, naming whose that is or what it would
 * replace, or by AWS, which gives no name twice.
 */
const REFUSALS_OF_OTHERS =
  /belongs to the inventory with the id team-\d.*team-\d|--take-over|which stack \S+ did not make|AlreadyExists|ResourceExists|already exists/s;

/** One turn of a team, after which the other still has everything. Answers what is not so, and why the run was refused. */
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

/** Notes what a team has after its run. */
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

/** Asks the pods of both, those that ran before too, and notes those that run now. */
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
