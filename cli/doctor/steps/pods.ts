import { type Pod, type PodVolume, secretVolumes } from "../../clusters/pod-events";
import { classesOf, hasEnded, shownClasses, WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import { listed, orRight, podNames, unseen, wrong } from "./findings";
import { byUp } from "./mends";
import { noPods } from "./no-pods";
import {
  accountOf,
  createdAt,
  lacksImage,
  livingPods,
  mountingPods,
  namesOf,
  ownPods,
  workloadOf,
} from "./readers-pods";

/** Whether pods run with the reader's service account, mount its SecretProviderClass, and can start. */
export function podsFindings(facts: ClusterFacts): Finding[] {
  const { now, reader } = facts;
  const { namespace, serviceAccount } = reader;
  return ofSeen(facts.pods, (pods) => {
    const own = ownPods(facts);
    const strange = underAnother(facts, pods);
    if (own.length === 0 && strange.length > 0) return strange;
    if (own.length === 0) {
      const hasRun = pods.some((pod) => accountOf(pod) === serviceAccount && hasEnded(pod));
      const says = `all pods of service account ${namespace}/${serviceAccount} have ended`;
      return [hasRun ? unseen(says) : noPods(facts)];
    }
    const mounting = mountingPods(facts);
    const unused = mounting.filter(isUnused(reader.secretProviderClass));
    const found = [
      ...strange,
      ...withoutClass(facts, own),
      ...ofPods(facts, "EPS-605", unused, ", whose volume no container mounts"),
      ...ofPods(facts, "EPS-606", own.filter(isUnscheduled(now))),
      ...ofPods(facts, "EPS-607", own.filter(lacksImage)),
    ];
    const ages = mounting.map((pod) => {
      const age = count(Math.max(0, Math.floor((now - createdAt(pod)) / 60_000)), "minute");
      return `${pod.metadata.name}, ${pod.status?.phase ?? "Unknown"}, ${age} old`;
    });
    return orRight(found, `${count(ages.length, "pod")}: ${listed(ages, "; ")}`);
  });
}

/** A finding that pods are wrong. `up` corrects their `declaration` if it deploys them. */
function ofPods(
  { reader }: ClusterFacts,
  cause: EntryId,
  pods: readonly Pod[],
  declaration = "",
): Finding[] {
  const [first] = pods;
  if (!first) return [];
  const isOurs = declaration !== "" && reader.deployment && workloadOf(first) === reader.id;
  const names = { pod: first.metadata.name };
  const what = `${podNames(namesOf(pods))}${declaration}`;
  return [wrong(reader, cause, what, { names, mend: isOurs && byUp(reader) })];
}

/** Pods that should read as the reader but run with another service account. */
function underAnother(facts: ClusterFacts, pods: readonly Pod[]): Finding[] {
  const { deployment, id, secretProviderClass, serviceAccount } = facts.reader;
  const { byClass, byWorkload } = livingPods(pods).staying;
  const meant = [
    ...(byClass.get(secretProviderClass) ?? []),
    ...((deployment && byWorkload.get(id)) ?? []),
  ];
  const strange = [...new Set(meant)].filter((pod) => accountOf(pod) !== serviceAccount);
  const accounts = listed([...new Set(strange.map(accountOf))]);
  return ofPods(facts, "EPS-604", strange, ` under ${accounts}, and not under ${serviceAccount}`);
}

/**
 * Pods that mount no SecretProviderClass, or another one. If there are also right ones, only those that cannot mount because
 * their class does not exist.
 */
function withoutClass(facts: ClusterFacts, own: readonly Pod[]): Finding[] {
  const { deployment, secretProviderClass } = facts.reader;
  const lacking = own.filter((pod) => !classesOf(pod).includes(secretProviderClass));
  const isAll = lacking.length === own.length;
  const elsewhere = lacking.filter(
    (pod) => classesOf(pod).length > 0 && (isAll || pod.status?.phase !== "Running"),
  );
  if (elsewhere[0]) {
    const how = `, with class ${shownClasses(elsewhere[0])} instead of class ${secretProviderClass}`;
    return ofPods(facts, "EPS-605", elsewhere, how);
  }
  if (!isAll) return [];
  if (deployment) return ofPods(facts, "EPS-605", own, ", with none");
  const says = `of ${podNames(namesOf(own))}, which mount no SecretProviderClass, only their program can say whether it reads`;
  return [unseen(says)];
}

/** Whether no container mounts a pod's volume with the class. Then the kubelet does not mount it either. */
function isUnused(name: string): (pod: Pod) => boolean {
  return (pod) => {
    const { containers = [], initContainers = [] } = pod.spec;
    const mounts = [...containers, ...initContainers].flatMap((one) => one.volumeMounts ?? []);
    const isOfClass = ({ csi }: PodVolume) => csi?.volumeAttributes?.secretProviderClass === name;
    const volumes = secretVolumes(pod)
      .filter(isOfClass)
      .map((volume) => volume.name);
    return !mounts.some((mount) => volumes.includes(mount.name));
  };
}

/** Whether no node was found for a pod within two minutes. */
function isUnscheduled(now: number): (pod: Pod) => boolean {
  return (pod) => {
    const scheduled = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
    return scheduled?.status === "False" && now - createdAt(pod) > WAITING;
  };
}
