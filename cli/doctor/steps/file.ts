import { mountedFiles } from "../../clusters/mounted-files";
import { mountsIn, type PodMount } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ifSeen, notSeen, ofSeen } from "../facts/seen";
import type { Finding, Mend, Seen } from "../step";
import { diagnose } from "../texts/diagnose";
import { inCluster, namesOfReader, podNames, unseen, wrong } from "./findings";
import { byHand } from "./mends";
import { createdAt, livingPods, replaced } from "./readers-pods";

/** Whether the pods have mounted every file in its owner's version. */
export function fileFindings(facts: ClusterFacts): Finding[] {
  return ofSeen(mountsOf(facts), (mounts) => {
    const failed = mounts.filter(({ isFailed }) => isFailed);
    const versions = versionFindings(facts, mounts);
    if (failed.length > 0) {
      const old = versions.filter(({ result }) => result === "wrong");
      return [...failures(facts, failed), ...old];
    }
    // Without events, a mount may have failed since.
    const unseen = ofSeen(facts.events, () => []);
    if (versions.length > 0) return [...versions, ...unseen];
    const before = ofSeen(mountsOf(facts, "leaving"), (leaving) =>
      versionFindings(
        facts,
        leaving.filter(({ isFailed }) => !isFailed),
      ),
    );
    const isRight = before.length > 0 && before.every(({ result }) => result === "right");
    return isRight ? [...before, ...unseen] : [nothingMounted(facts, mounts)];
  });
}

/** The mounts of the reader's pods, except those replaced by a newer revision. `which`: for other pods. */
export function mountsOf(
  { events, mountStatuses, now, pods, reader }: ClusterFacts,
  which: "leaving" | "staying" = "staying",
): Seen<PodMount[]> {
  if (!("value" in pods)) return pods;
  if (!("value" in mountStatuses)) return mountStatuses;
  const objects = {
    pods: livingPods(pods.value)[which].byAccount.get(reader.serviceAccount) ?? [],
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

/** Pods whose mount fails, or whose files are older than a failed mount. Of an event, only what the catalogue knows is repeated. */
function failures(facts: ClusterFacts, failed: readonly PodMount[]): Finding[] {
  const { reader } = facts;
  return failed.map(({ failure, pod, state }) => {
    const names = { pod };
    const isOld = state === "mounted";
    const [answer] = diagnose(failure ?? "", { ...namesOfReader(reader), pod }).answers;
    const isOlder = (!answer || answer.causes) && isOlderThanAssociation(facts, pod);
    if (isOlder || !answer) {
      const unsaid = isOld ? "EPS-609" : failure ? "EPS-608" : "EPS-610";
      const mend = remounted(facts, [pod]);
      return wrong(reader, isOlder ? "EPS-305" : unsaid, `pod ${pod}`, { names, mend });
    }
    const checks = answer.causes?.map(({ check, id }) => `${id}: ${check}`).join(" ");
    const does = isOld ? "keeps its former files" : "cannot mount";
    return wrong(reader, answer.id, `pod ${pod} ${does}`, {
      ...{ names, known: `the last event of pod ${pod} about its mount` },
      mend:
        checks !== undefined &&
        byHand(inCluster(reader, `this text has several causes. ${checks}`)),
    });
  });
}

/**
 * Whether a pod is older than its association. Agents keep a pod's credentials for up to six hours, whatever happens to the
 * association.
 */
function isOlderThanAssociation({ association, pods }: ClusterFacts, name: string): boolean {
  const { createdAt: made, modifiedAt } = ifSeen(association) ?? {};
  const pod = ifSeen(pods)?.find(({ metadata }) => metadata.name === name);
  const isChanged = modifiedAt !== undefined && modifiedAt.getTime() !== made?.getTime();
  return isChanged && pod !== undefined && createdAt(pod) < modifiedAt.getTime();
}

/** For each file, whether the pods with mounts have it in the owner's version. */
function versionFindings(facts: ClusterFacts, mounts: readonly PodMount[]): Finding[] {
  const mounted = mounts.filter(({ state }) => state === "mounted");
  if (mounted.length === 0) return [];
  return facts.reader.grants.flatMap((grant, index) => {
    if (!facts.asked.includes(grant)) return [];
    const wanted = facts.wanted[index] ?? { unseen: `nobody asked for ${grant.target.id}` };
    return mountedFiles({ grants: [grant] }, "").map(({ object, path }) => {
      if (!("value" in wanted)) return notSeen(wanted);
      return versionFinding(facts, mounted, wanted.value.version, path.slice(1), object);
    });
  });
}

function versionFinding(
  facts: ClusterFacts,
  mounted: readonly PodMount[],
  wanted: string,
  file: string,
  object: string,
): Finding {
  const title = `file ${file} of ${object}`;
  const podsThat = (is: (version: string | undefined) => boolean) =>
    mounted.filter(({ versions }) => is(versions?.get(file))).map(({ pod }) => pod);
  const old = podsThat((version) => version !== undefined && version !== wanted);
  if (old.length > 0) {
    const what = `${title} in ${podNames(old)}`;
    return wrong(facts.reader, "EPS-611", what, { mend: remounted(facts, old) });
  }
  const [lacking] = podsThat((version) => version === undefined);
  return lacking === undefined
    ? { result: "right", says: `${title}: ${count(mounted.length, "pod")}` }
    : unseen(`the driver has recorded no version of ${title} in pod ${lacking}`);
}

/** The mend that makes pods mount again: replacing them. With rotation, the driver does so by itself. */
function remounted(facts: ClusterFacts, pods: readonly string[]): Mend {
  const { csiDriver, reader } = facts;
  const isRotating = ifSeen(csiDriver)?.spec?.requiresRepublish === true;
  const { rotationPollInterval: interval } = reader.cluster.secretsStoreCsi;
  const wait = `wait until the driver mounts again${interval ? `, which it does every ${interval}` : ""}, or `;
  const { commands, says } = replaced(facts, pods) ?? byHand("");
  return { says: `${isRotating ? wait : ""}${says}`, commands };
}
