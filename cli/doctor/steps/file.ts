import { mountedFiles } from "../../clusters/mounted-files";
import { mountsIn, type PodMount } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import type { ClusterFacts } from "../facts/cluster-facts";
import type { Wanted } from "../facts/read-version";
import { ifSeen, notSeen, ofSeen } from "../facts/seen";
import type { Finding, Mend, Seen } from "../step";
import { diagnose } from "../texts/diagnose";
import { namesOfReader, unseen, wrong } from "./findings";
import { byHand, podNames } from "./mends";
import { createdAt, leavingPods, replaced, stayingPods } from "./readers-pods";

/** Whether the pods have mounted every file, of the version that its owner has. */
export function fileFindings(facts: ClusterFacts): Finding[] {
  return ofSeen(mountsOf(facts), (mounts) => {
    const failed = mounts.filter(({ isFailed }) => isFailed);
    if (failed.length > 0) return [...failures(facts, failed), ...oldFiles(facts, mounts)];
    // Without events, a mount may have failed since.
    const unseen = ofSeen(facts.events, () => []);
    const mounted = mounts.filter(isMounted);
    if (mounted.length > 0) return [...versionFindings(facts, mounted), ...unseen];
    const before = ofSeen(mountsOf(facts, leavingPods), (leaving) =>
      versionFindings(facts, leaving.filter(isMounted)),
    );
    const isRight = before.length > 0 && before.every(({ result }) => result === "right");
    return isRight ? [...before, ...unseen] : [nothingMounted(facts, mounts)];
  });
}

/** Files of another version, of pods that mounted them before. */
function oldFiles(facts: ClusterFacts, mounts: readonly PodMount[]): Finding[] {
  const mounted = mounts.filter(({ state }) => state === "mounted");
  return versionFindings(facts, mounted).filter(({ result }) => result === "wrong");
}

function isMounted({ isFailed, state }: PodMount): boolean {
  return state === "mounted" && !isFailed;
}

/** The mounts of the reader's pods, but for pods that a newer revision replaces. `which`: of other ones. */
export function mountsOf(
  { events, mountStatuses, now, pods, reader }: ClusterFacts,
  which = stayingPods,
): Seen<PodMount[]> {
  if (!("value" in pods)) return pods;
  if (!("value" in mountStatuses)) return mountStatuses;
  const objects = {
    pods: which(pods.value).byAccount.get(reader.serviceAccount) ?? [],
    statuses: mountStatuses.value,
    events: ifSeen(events) ?? [],
  };
  return { value: mountsIn(reader, objects, now) };
}

function nothingMounted({ reader }: ClusterFacts, mounts: readonly PodMount[]): Finding {
  const { namespace, secretProviderClass, serviceAccount } = reader;
  const what = `no running pod of service account ${namespace}/${serviceAccount} mounts ${secretProviderClass}`;
  return unseen([what, ...mounts.flatMap((mount) => mount.says ?? [])].join("; "));
}

/** Pods whose mount fails, or whose files are from before a mount that failed. Of an event only what the catalogue knows is repeated. */
function failures(facts: ClusterFacts, failed: readonly PodMount[]): Finding[] {
  const { reader } = facts;
  return failed.map(({ failure, pod, state }) => {
    const names = { pod };
    const what = `pod ${pod}`;
    const isOld = state === "mounted";
    const [answer] = diagnose(failure ?? "", { ...namesOfReader(reader), pod }).answers;
    if ((!answer || answer.causes) && isOlderThanAssociation(facts, pod)) {
      return wrong(reader, "EPS-305", what, { names, mend: remounted(facts, [pod]) });
    }
    if (!answer) {
      const cause = isOld ? "EPS-609" : failure ? "EPS-608" : "EPS-610";
      return wrong(reader, cause, what, { names, mend: remounted(facts, [pod]) });
    }
    const checks = answer.causes?.map(({ check, id }) => `${id}: ${check}`).join(" ");
    const does = isOld ? "keeps its former files" : "cannot mount";
    return wrong(reader, answer.id, `${what} ${does}`, {
      ...{ names, known: `the last event of pod ${pod} about its mount` },
      mend: checks !== undefined && byHand(`this text has several causes. ${checks}`),
    });
  });
}

/** Agents keep a pod's credentials for up to six hours, whatever becomes of its association. */
function isOlderThanAssociation({ association, pods }: ClusterFacts, name: string): boolean {
  const { createdAt: made, modifiedAt } = ifSeen(association) ?? {};
  const pod = ifSeen(pods)?.find(({ metadata }) => metadata.name === name);
  const isChanged = modifiedAt !== undefined && modifiedAt.getTime() !== made?.getTime();
  return isChanged && pod !== undefined && createdAt(pod) < modifiedAt.getTime();
}

function versionFindings(facts: ClusterFacts, mounts: readonly PodMount[]): Finding[] {
  if (mounts.length === 0) return [];
  return facts.reader.grants.flatMap((grant, index) => {
    if (!facts.asked.includes(grant)) return [];
    const wanted = facts.wanted[index] ?? { unseen: `nobody asked for ${grant.target.id}` };
    return mountedFiles({ grants: [grant] }, "").map(({ object, path }) =>
      versionFinding(facts, mounts, wanted, { file: path.slice(1), object }),
    );
  });
}

function versionFinding(
  facts: ClusterFacts,
  mounts: readonly PodMount[],
  wanted: Seen<Wanted>,
  { file, object }: { file: string; object: string },
): Finding {
  if (!("value" in wanted)) return notSeen(wanted);
  const title = `file ${file} of ${object}`;
  const having = mounts.map(({ pod, versions }) => ({ pod, version: versions?.get(file) }));
  const old = having.filter(
    ({ version = wanted.value.version }) => version !== wanted.value.version,
  );
  if (old.length > 0) {
    const names = old.map(({ pod }) => pod);
    const what = `${title} in ${podNames(names)}`;
    return wrong(facts.reader, "EPS-611", what, { mend: remounted(facts, names) });
  }
  const lacking = having.find(({ version }) => version === undefined);
  if (lacking)
    return unseen(`the driver has recorded no version of ${title} in pod ${lacking.pod}`);
  return { result: "right", says: `${title}: ${count(mounts.length, "pod")}` };
}

/** A pod that is replaced mounts anew. With rotation, the driver does so by itself. */
function remounted(facts: ClusterFacts, pods: readonly string[]): Mend {
  const { csiDriver, reader } = facts;
  const isRotating = ifSeen(csiDriver)?.spec?.requiresRepublish === true;
  const { rotationPollInterval: interval } = reader.cluster.secretsStoreCsi;
  const wait = `wait until the driver mounts again${interval ? `, which it does every ${interval}` : ""}, or `;
  const { commands, says } = replaced(facts, pods);
  return { says: `${isRotating ? wait : ""}${says}`, commands };
}
