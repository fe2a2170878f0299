import type { DaemonSet } from "../../clusters/found-in-cluster";
import { kubectlIn } from "../../clusters/kubectl";
import type { Pod } from "../../clusters/pod-events";
import { WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import type { NodeProgram } from "../facts/node-programs";
import { notSeen } from "../facts/seen";
import type { Finding } from "../step";
import { addonAgain, installedAgain } from "./installed-again";
import { byHand, wrong } from "./mends";
import { createdAt, lacksImage } from "./readers-pods";

/** That a program is not in the cluster. */
export function absent(facts: ClusterFacts, program: NodeProgram): Finding {
  const { id } = facts.reader.cluster;
  const says = `no DaemonSet of cluster ${id} runs ${program.title}`;
  const known = `a list of all DaemonSets of cluster ${id}`;
  return wrong(program.cause, says, known, installedAgain(facts, program));
}

/** Whether the pod of a DaemonSet on a node is ready. */
export function ofSet(
  facts: ClusterFacts,
  program: NodeProgram,
  { metadata = { name: "" } }: DaemonSet,
  node: string,
): Finding {
  const set = `${metadata.namespace}/${metadata.name}`;
  const pods = facts.daemonPods.get(set);
  if (pods === undefined || !("value" in pods)) {
    return notSeen(pods ?? { unseen: `the pods of DaemonSet ${set} were not read` });
  }
  const pod = pods.value.find(({ spec }) => spec.nodeName === node);
  return podFinding(facts, program, set, node, pod, pods.value);
}

/** On how many nodes a DaemonSet has a pod, where the nodes could be listed. */
function elsewhere({ nodes }: ClusterFacts, pods: readonly Pod[]): string {
  if (!("value" in nodes)) return "";
  const own = new Set(pods.map(({ spec }) => spec.nodeName));
  const having = nodes.value.filter(({ metadata }) => own.has(metadata.name)).length;
  return `; it has one on ${having} of ${count(nodes.value.length, "node")}`;
}

function podFinding(
  facts: ClusterFacts,
  program: NodeProgram,
  set: string,
  node: string,
  pod: Pod | undefined,
  all: readonly Pod[],
): Finding {
  const [namespace = ""] = set.split("/");
  const kubectl = kubectlIn(facts.reader.cluster, namespace);
  const name = pod?.metadata.name ?? "";
  const ready = pod?.status?.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status === "True") return { result: "right" };
  if (pod && !lacksImage(pod) && facts.now - createdAt(pod) < WAITING) {
    return { result: "not seen", says: `pod ${name} of ${set} has just begun on node ${node}` };
  }
  const says = pod
    ? `pod ${name} of DaemonSet ${set}, which runs ${program.title} on node ${node}, is not ready`
    : `DaemonSet ${set}, which runs ${program.title}, has no pod on node ${node}${elsewhere(facts, all)}`;
  const own = pod
    ? {
        says: `replace pod ${name}. If the new one is not ready either, this shows why: ${kubectl} describe pod`,
        commands: [`${kubectl} delete pod ${shellWord(name)}`],
      }
    : byHand(
        `let DaemonSet ${set} tolerate the taints of node ${node}, and select it. A full node keeps a pod away too. None of this was looked at; this shows it: ${kubectl} describe node ${shellWord(node)}`,
      );
  const mend = addonAgain(facts, program) ?? own;
  return wrong(program.cause, says, `the pods of DaemonSet ${set}`, mend);
}
