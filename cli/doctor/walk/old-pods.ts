import { setTimeout as sleep } from "node:timers/promises";
import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { exitCodes } from "../../terminal/errors";
import { count, note, print } from "../../terminal/output";
import type { ClusterFacts } from "../facts/cluster-facts";
import { readClusterFacts } from "../facts/read-cluster-facts";
import type { Finding } from "../step";
import { fileFindings, mountsOf } from "../steps/file";
import type { PodsSeen } from "./pods-shape";

/** Files of before a mount that failed, and files of another version than the owner's. */
const OLD = ["EPS-609", "EPS-611"];

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
  if (minutes === undefined) return oldPods(zone, concerned);
  const seen = await untilNoneIsOld(() => oldPods(zone, concerned), minutes);
  if (seen.old.length > 0) process.exitCode = exitCodes.refuted;
  else if (seen.unseen.length > 0) process.exitCode = exitCodes.error;
  return seen;
}

type Target = ResolvedReader["grants"][number]["target"];

/** Which pods of these readers have files of an older version than the owners have. */
export async function oldPods(
  zone: LandingZone,
  readers: readonly ResolvedReader[],
): Promise<PodsSeen> {
  const factsOf = await readClusterFacts(zone, readers);
  const facts = readers.map(factsOf).filter(mayHavePods);
  const files = facts.flatMap((one) =>
    fileFindings(one).map((finding) => ({ reader: one.reader.id, finding })),
  );
  const unseen = files.flatMap(({ finding }) =>
    finding.result === "not seen" ? [finding.says] : [],
  );
  return {
    old: files.flatMap(({ finding, reader }) =>
      isOld(finding) ? [{ reader, says: finding.says }] : [],
    ),
    unseen: [...new Set(unseen)],
  };
}

/** Not where there is no cluster, or no pod in it that has mounted something or fails to. */
function mayHavePods(facts: ClusterFacts): boolean {
  if ("value" in facts.cluster && facts.cluster.value === undefined) return false;
  const mounts = mountsOf(facts);
  return !("value" in mounts) || mounts.value.some(({ state }) => state === "mounted");
}

function isOld(finding: Finding): finding is Extract<Finding, { result: "wrong" }> {
  return finding.result === "wrong" && OLD.includes(finding.cause);
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
    if (length !== told) note(`waiting: ${count(length, "file")} of pods with the old value`);
    told = length;
    await sleep(pause);
  }
}

/** Says to people which pods have an old value. `isAsked`: also why that was not seen, which costs who may only put nothing. */
export function printPods({ old, unseen }: PodsSeen, isAsked: boolean): void {
  for (const { reader, says } of old) print(`old value: ${reader}: ${says}`);
  const what = "which pods have the new value was not seen";
  if (isAsked) for (const says of unseen) note(`${what}: ${says}`);
  else if (unseen.length > 0) note(`${what}; --wait says why`);
}
