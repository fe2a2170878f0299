import type { Pod } from "../../clusters/pod-events";
import { classesOf, hasEnded, shownClasses, WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import { orRight, unseen, wrong } from "./findings";
import { BY_UP, podNames, SHOWN } from "./mends";
import { noPods } from "./no-pods";
import {
  accountOf,
  createdAt,
  lacksImage,
  mountingPods,
  namesOf,
  ownPods,
  stayingPods,
  workloadOf,
} from "./readers-pods";

type Reader = ClusterFacts["reader"];

/** Whether pods run under the reader's service account, mount its class, and can start. */
export function podsFindings(facts: ClusterFacts): Finding[] {
  const { now, reader } = facts;
  return ofSeen(facts.pods, (pods) => {
    const own = ownPods(facts);
    const strange = underAnother(reader, pods);
    if (own.length === 0) return strange.length > 0 ? strange : noOwnPods(facts, pods);
    const unscheduled = own.filter((pod) => isUnscheduled(pod, now));
    const found = [
      ...strange,
      ...withoutClass(reader, own),
      ...ofPods(reader, "EPS-606", unscheduled),
      ...ofPods(reader, "EPS-607", own.filter(lacksImage)),
    ];
    return orRight(found, agesOf(facts, mountingPods(facts)));
  });
}

/** That pods are wrong. What deploys them is `up`, or another tool. */
function ofPods(reader: Reader, cause: EntryId, pods: readonly Pod[], how = ""): Finding[] {
  const [first] = pods;
  if (!first) return [];
  const isDeclared = cause === "EPS-604" || cause === "EPS-605";
  const isOwn = reader.deployment && workloadOf(first) === reader.id;
  return [
    wrong(reader, cause, `${podNames(namesOf(pods))}${how}`, {
      names: { pod: first.metadata.name },
      mend: isDeclared && isOwn && BY_UP,
    }),
  ];
}

/** `2 pods: web-1, Running, 10 minutes old; web-2, …`. */
function agesOf({ now }: ClusterFacts, pods: readonly Pod[]): string {
  const shown = pods.slice(0, SHOWN).map((pod) => {
    const age = count(Math.max(0, Math.floor((now - createdAt(pod)) / 60_000)), "minute");
    return `${pod.metadata.name}, ${pod.status?.phase ?? "Unknown"}, ${age} old`;
  });
  const rest = pods.length - shown.length;
  return `${count(pods.length, "pod")}: ${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

/** Pods that are to read as the reader, and run under another service account. */
function underAnother(reader: Reader, pods: readonly Pod[]): Finding[] {
  const { deployment, id, secretProviderClass, serviceAccount } = reader;
  const { byClass, byWorkload } = stayingPods(pods);
  const meant = [
    ...(byClass.get(secretProviderClass) ?? []),
    ...((deployment && byWorkload.get(id)) ?? []),
  ];
  const strange = [...new Set(meant)].filter((pod) => accountOf(pod) !== serviceAccount);
  const how = strange[0] ? ` under ${accountOf(strange[0])}, and not under ${serviceAccount}` : "";
  return ofPods(reader, "EPS-604", strange, how);
}

/** Why no pod that stays runs under the service account. */
function noOwnPods(facts: ClusterFacts, pods: readonly Pod[]): Finding[] {
  const { namespace, serviceAccount } = facts.reader;
  const hasSome = pods.some((pod) => accountOf(pod) === serviceAccount && hasEnded(pod));
  if (!hasSome) return noPods(facts);
  return [unseen(`all pods of service account ${namespace}/${serviceAccount} have ended`)];
}

/** Pods that mount no class, or another one; beside right ones, only those that cannot mount it, because there is none. */
function withoutClass(reader: Reader, own: readonly Pod[]): Finding[] {
  const { deployment, secretProviderClass } = reader;
  const lacking = own.filter((pod) => !classesOf(pod).includes(secretProviderClass));
  const isAll = lacking.length === own.length;
  const elsewhere = lacking.filter(
    (pod) => classesOf(pod).length > 0 && (isAll || pod.status?.phase !== "Running"),
  );
  if (elsewhere[0]) {
    const how = `, with ${shownClasses(elsewhere[0])} instead of ${secretProviderClass}`;
    return ofPods(reader, "EPS-605", elsewhere, how);
  }
  if (!isAll) return [];
  if (deployment) return ofPods(reader, "EPS-605", own, ", with none");
  const says = `of ${podNames(namesOf(own))}, which mount no SecretProviderClass, only their program can say whether it reads`;
  return [unseen(says)];
}

/** Whether no node was found for a pod in two minutes. */
function isUnscheduled(pod: Pod, now: number): boolean {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
  return scheduled?.status === "False" && now - createdAt(pod) > WAITING;
}
