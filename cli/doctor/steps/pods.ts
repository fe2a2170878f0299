import { kubectlIn } from "../../clusters/kubectl";
import type { Pod } from "../../clusters/pod-events";
import { classesOf, hasEnded, shownClasses, WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { byHand, podNames, podsThat, SHOWN, upAgain, wrong } from "./mends";
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

/** Whether pods run under the reader's service account, mount its class, and can start. */
export function podsFindings(facts: ClusterFacts): Finding[] {
  return ofSeen(facts.pods, (pods) => {
    const own = ownPods(facts);
    const mounting = mountingPods(facts);
    const strange = underAnother(facts, pods);
    if (strange.length > 0 && own.length === 0) return strange;
    const found = [
      ...strange,
      ...(mounting.length === 0 ? noneMounts(facts, pods, own) : withAnother(facts, own)),
      ...unscheduled(facts, own),
      ...withoutImage(facts, own),
    ];
    if (found.length > 0) return found;
    return [{ result: "right", says: agesOf(facts, mounting) }];
  });
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
function underAnother({ reader }: ClusterFacts, pods: readonly Pod[]): Finding[] {
  const { deployment, id, secretProviderClass, serviceAccount } = reader;
  const { byClass, byWorkload } = stayingPods(pods);
  const meant = [
    ...(byClass.get(secretProviderClass) ?? []),
    ...((deployment && byWorkload.get(id)) ?? []),
  ];
  const strange = [...new Set(meant)].filter((pod) => accountOf(pod) !== serviceAccount);
  const [first] = strange;
  if (!first) return [];
  const says = `${podsThat(namesOf(strange), "run")} under service account ${accountOf(first)}, and not under ${serviceAccount}, which alone may read`;
  const known = `serviceAccountName of ${podNames(namesOf(strange))}`;
  const mend = atWorkload(reader, first, `serviceAccountName: ${serviceAccount}`);
  return [wrong("EPS-604", says, known, mend)];
}

/** What is set right by `up` where it deploys the pod, and by another tool where that does. */
function atWorkload({ deployment, id }: ClusterFacts["reader"], pod: Pod, line: string): Mend {
  const workload = workloadOf(pod);
  return deployment && workload === id
    ? upAgain(`\`up\` sets Deployment ${id} as the inventory has it`)
    : byHand(
        `write ${line} where ${workload ? `workload ${workload}` : `pod ${pod.metadata.name}`} is deployed, and deploy it again`,
      );
}

/** Why no pod mounts the reader's class. */
function noneMounts(facts: ClusterFacts, all: readonly Pod[], own: readonly Pod[]): Finding[] {
  const { reader } = facts;
  const { deployment, namespace, secretProviderClass, serviceAccount } = reader;
  const known = `the pods of namespace ${namespace}`;
  const [first] = own;
  if (first) {
    const elsewhere = own.find((pod) => classesOf(pod).length > 0);
    if (elsewhere) return mountsAnother(reader, own, elsewhere);
    const says = `${podsThat(namesOf(own), "mount")} no SecretProviderClass`;
    const mend = atWorkload(
      reader,
      first,
      `a volume of SecretProviderClass ${secretProviderClass}`,
    );
    return deployment
      ? [wrong("EPS-605", says, known, mend)]
      : [{ result: "not seen", says: `${says}: only their program can say whether it reads` }];
  }
  const ended = all.filter((pod) => accountOf(pod) === serviceAccount && hasEnded(pod));
  if (ended.length > 0) {
    const says = `all pods of service account ${namespace}/${serviceAccount} have ended`;
    return [{ result: "not seen", says }];
  }
  return noPods(facts);
}

/** Besides pods that mount the reader's class: those that cannot mount another one, because there is none. */
function withAnother({ reader }: ClusterFacts, own: readonly Pod[]): Finding[] {
  const elsewhere = own.filter(
    (pod) => classesOf(pod).length > 0 && !classesOf(pod).includes(reader.secretProviderClass),
  );
  const waiting = elsewhere.filter(({ status }) => status?.phase !== "Running");
  const [first] = waiting;
  return first ? mountsAnother(reader, waiting, first) : [];
}

function mountsAnother(
  reader: ClusterFacts["reader"],
  pods: readonly Pod[],
  first: Pod,
): Finding[] {
  const { secretProviderClass } = reader;
  const says = `${podsThat(namesOf(pods), "mount")} SecretProviderClass ${shownClasses(first)}, and not ${secretProviderClass}`;
  const mend = atWorkload(reader, first, `secretProviderClass: ${secretProviderClass}`);
  return [wrong("EPS-605", says, `the volumes of pod ${first.metadata.name}`, mend)];
}

/** Pods for which no node was found in two minutes. */
function unscheduled({ now, reader }: ClusterFacts, own: readonly Pod[]): Finding[] {
  const waiting = own.filter((pod) => {
    const scheduled = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
    return scheduled?.status === "False" && now - createdAt(pod) > WAITING;
  });
  const says = `${podsThat(namesOf(waiting), "wait")} for a node`;
  return cannotStart(
    reader,
    waiting,
    "EPS-606",
    says,
    "the condition PodScheduled, which is False,",
  );
}

/** Pods whose image cannot be pulled. */
function withoutImage({ reader }: ClusterFacts, own: readonly Pod[]): Finding[] {
  const waiting = own.filter(lacksImage);
  const says = `${podNames(namesOf(waiting))} cannot pull the image of a container, so its program has not started`;
  return cannotStart(reader, waiting, "EPS-607", says, "the state of its containers");
}

function cannotStart(
  { cluster, namespace }: ClusterFacts["reader"],
  pods: readonly Pod[],
  cause: "EPS-606" | "EPS-607",
  says: string,
  known: string,
): Finding[] {
  const [first] = pods;
  if (!first) return [];
  const { name } = first.metadata;
  const describe = `${kubectlIn(cluster, namespace)} describe pod ${shellWord(name)}`;
  const mend = byHand(
    cause === "EPS-606"
      ? `let a node take the pod; this shows what keeps it from the nodes: ${describe}`
      : `correct the image, or the right to pull it; this shows what the registry answers: ${describe}`,
  );
  return [wrong(cause, says, `${known} of pod ${name}`, mend)];
}
