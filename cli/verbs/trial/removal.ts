import { setTimeout as sleep } from "node:timers/promises";

import type { LandingZone } from "../../../sdk/grant";
import { awsFailure } from "../../aws/aws-error";
import { messageOf, UserError } from "../../terminal/errors";
import { isGone } from "./gone";
import type { LeftOver } from "./left-over";
import { leftOversIn } from "./left-overs";
import type { TrialNames } from "./names";
import type { TrialAnswer } from "./shape";
import { scheduleKeys } from "./trial-keys";
import type { AccessTo } from "./trial-scene";

/** How long deletions may take that go on after the call, and between two looks. In milliseconds. */
const PATIENCE = 180_000;
const PACE = 5_000;

/** What is removed, and where it is looked for. */
export interface Removal {
  zone: LandingZone;
  names: Pick<TrialNames, "id" | "name" | "otherNamespace">;
  accessTo: AccessTo;
  say: (line: string) => void;
  seen: Seen;
}

/** What was found, from the first look on. */
export interface Seen {
  /** Whether anything was. */
  isAny: boolean;
  /** Whether the cluster was that a trial of two profiles creates: such a trial uses no other. */
  isClusterCreated: boolean;
  /** ARNs of the clusters in which something was. */
  clusters: Set<string>;
}

export function nothingSeen(): Seen {
  return { isAny: false, isClusterCreated: false, clusters: new Set() };
}

/** Removes what the attempts have made, which no stack knows of: what stacks hold can then be destroyed. */
export async function removeAttempts(removal: Removal): Promise<void> {
  const found = await leftOvers(removal);
  await removeEach(
    found.filter(({ isOfAttempts }) => isOfAttempts),
    removal,
  );
}

/** Removes whatever of a trial is found by its tag and its names, and says what is still there. */
export async function removeAll(removal: Removal): Promise<Pick<TrialAnswer, "left" | "keys">> {
  const reasons = await removeEach(await leftOvers(removal), removal);
  const keys: TrialAnswer["keys"] = [];
  const left: TrialAnswer["left"] = [];
  for (const { access, account } of await places(removal)) {
    const scheduled = await scheduleKeys(access, removal.names);
    keys.push(...scheduled.going);
    left.push(...scheduled.left.map((one) => ({ account: account.id, ...one })));
  }
  const still = await leftInTheEnd(removal);
  if (keys.length > 0) removal.seen.isAny = true;
  for (const { account, kind, name, unseen } of still) {
    const reason = unseen ?? reasons.get(`${account} ${kind} ${name}`);
    left.push({ account, kind, name, ...(reason !== undefined && { reason }) });
  }
  return { left, keys };
}

/** What is still found once AWS and the clusters have had time to end what they delete by and by. */
async function leftInTheEnd(removal: Removal): Promise<LeftOver[]> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = await leftOvers(removal);
    if (found.every(({ unseen }) => unseen) || Date.now() > deadline) return found;
    await sleep(PACE);
  }
}

async function leftOvers(removal: Removal): Promise<LeftOver[]> {
  const found: LeftOver[] = [];
  for (const place of await places(removal)) found.push(...(await leftOversIn(place)));
  const { names, seen } = removal;
  const isCreated = ({ kind, name }: LeftOver) => kind === "cluster" && name === names.name;
  seen.isAny ||= found.some(({ unseen }) => !unseen);
  seen.isClusterCreated ||= found.some(isCreated);
  return found;
}

/** Each account in each region in which it has something of the inventory. */
async function places({ accessTo, names, seen, zone }: Removal) {
  const regions = new Map(zone.accounts.map((account) => [account, new Set([account.region])]));
  for (const { account, region } of [...zone.clusters, ...zone.secrets]) {
    regions.get(account)?.add(region);
  }
  const all = [...regions].flatMap(([account, own]) =>
    [...own].map(async (region) => {
      const access = await accessTo(account, region);
      return { account, access, zone, names, used: seen.clusters };
    }),
  );
  return Promise.all(all);
}

/** Removes each in turn. Why some could not be removed, by account, kind and name. */
async function removeEach(
  found: readonly LeftOver[],
  { say }: Removal,
): Promise<Map<string, string>> {
  const reasons = new Map<string, string>();
  for (const { account, kind, name, remove, unseen } of found) {
    if (unseen) continue;
    try {
      await remove();
      say(`  removed ${kind} ${name} of account ${account}`);
    } catch (error) {
      if (isGone(error)) continue;
      const isTold = error instanceof UserError;
      const failure = isTold ? error : awsFailure(error, `cannot remove ${name}`, undefined);
      reasons.set(`${account} ${kind} ${name}`, messageOf(failure));
    }
  }
  return reasons;
}
