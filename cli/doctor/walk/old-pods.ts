import { setTimeout as sleep } from "node:timers/promises";
import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { exitCodes } from "../../terminal/errors";
import { count, note, print } from "../../terminal/output";
import type { ClusterFacts } from "../facts/cluster-facts";
import { readClusterFacts } from "../facts/read-cluster-facts";
import { mountsOf } from "../steps/file";
import type { PodsSeen } from "./pods-shape";

/** Between two looks. In milliseconds. */
const PAUSE = 5_000;

/**
 * The readers' pods that still have an old value of these secrets and parameters. With `minutes` it waits until none has, and the
 * exit code says how that ended.
 */
export async function podsAfter(
  zone: LandingZone,
  targets: readonly Target[],
  minutes: number | undefined,
): Promise<PodsSeen> {
  const concerned = zone.readers.flatMap((reader) => {
    const grants = reader.grants.filter(({ target }) => targets.includes(target));
    return grants.length > 0 ? [{ ...reader, grants }] : [];
  });
  const seen = await untilNoneIsOld(() => oldPods(concerned), minutes ?? 0);
  if (minutes === undefined) return seen;
  if (seen.old.length > 0) process.exitCode = exitCodes.refuted;
  else if (seen.unseen.length > 0) process.exitCode = exitCodes.error;
  return seen;
}

type Target = ResolvedReader["grants"][number]["target"];

/** Which pods of these readers have files of another version than the owners have. */
export async function oldPods(readers: readonly ResolvedReader[]): Promise<PodsSeen> {
  const seen = (await readClusterFacts(readers)).map(oldPodsOf);
  return {
    old: seen.flatMap(({ old }) => old),
    unseen: [...new Set(seen.flatMap(({ unseen }) => unseen))],
  };
}

/** The same of one reader, by what was read. Where there is no cluster, there is no pod. */
export function oldPodsOf(facts: ClusterFacts): PodsSeen {
  const seen: PodsSeen = { old: [], unseen: [] };
  if ("value" in facts.cluster && facts.cluster.value === undefined) return seen;
  const mounts = mountsOf(facts);
  if (!("value" in mounts)) return { old: [], unseen: [mounts.unseen] };
  const mounted = mounts.value.filter(({ state }) => state === "mounted");
  for (const [index, grant] of facts.reader.grants.entries()) {
    if (!facts.asked.includes(grant)) continue;
    const wanted = facts.wanted[index];
    if (wanted && !("value" in wanted) && mounted.length > 0) seen.unseen.push(wanted.unseen);
    if (!wanted || !("value" in wanted)) continue;
    for (const { pod, versions } of mounted) {
      const version = versions?.get(grant.file);
      const place = { reader: facts.reader.id, pod, object: grant.target.id };
      if (version === undefined) {
        seen.unseen.push(`the driver has recorded no version of ${grant.target.id} in pod ${pod}`);
      } else if (version !== wanted.value.version) seen.old.push(place);
    }
  }
  return seen;
}

/** Looks until no pod has an old value, for at most so many minutes, and tells how many still have one. */
export async function untilNoneIsOld(
  look: () => Promise<PodsSeen>,
  minutes: number,
  pause = PAUSE,
): Promise<PodsSeen> {
  const end = Date.now() + minutes * 60_000;
  let told = 0;
  for (;;) {
    const seen = await look();
    const { length } = seen.old;
    if (length === 0 || Date.now() + pause > end) return seen;
    if (length !== told) note(`waiting: ${count(length, "pod")} with the old value`);
    told = length;
    await sleep(pause);
  }
}

/** Says to people which pods have an old value. `isAsked`: also why that was not seen, which costs who may only put nothing. */
export function printPods({ old, unseen }: PodsSeen, isAsked: boolean): void {
  for (const { object, pod, reader } of old) {
    print(`pod ${pod} of ${reader} still has the old value of ${object}`);
  }
  const what = "which pods have the new value was not seen";
  if (isAsked) for (const says of unseen) note(`${what}: ${says}`);
  else if (unseen.length > 0) note(`${what}; --wait says why`);
}
