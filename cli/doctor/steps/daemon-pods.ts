import type { DaemonSet } from "../../clusters/found-in-cluster";
import { kubectlIn } from "../../clusters/kubectl";
import type { Pod } from "../../clusters/pod-events";
import { WAITING } from "../../clusters/pod-mounts";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import type { NodeProgram } from "../facts/node-programs";
import { notSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import { addonAgain, installedAgain } from "./installed-again";
import { byHand, wrong } from "./mends";
import { createdAt, lacksImage } from "./readers-pods";

/** Causes of a program that is not ready on a pod's node. */
const CAUSES: Record<NodeProgram["step"], EntryId> = {
  agent: "EPS-156",
  driver: "EPS-150",
  provider: "EPS-153",
};

/** That a program is not in the cluster. */
export function absent(facts: ClusterFacts, program: NodeProgram): Finding {
  const { id } = facts.reader.cluster;
  const says = `${program.title} is not installed in cluster ${id}`;
  const known = `the DaemonSets of cluster ${id}`;
  return wrong(CAUSES[program.step], says, known, installedAgain(facts, program));
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
  return podFinding(facts, program, set, node, pod);
}

function podFinding(
  facts: ClusterFacts,
  program: NodeProgram,
  set: string,
  node: string,
  pod: Pod | undefined,
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
    ? `${program.title} is not ready on node ${node}: pod ${name} of DaemonSet ${set}`
    : `${program.title} does not run on node ${node}: DaemonSet ${set} has no pod there`;
  const own = pod
    ? {
        says: `replace pod ${name}; if the new one is not ready either, ${kubectl} describe pod tells why`,
        commands: [`${kubectl} delete pod ${shellWord(name)}`],
      }
    : byHand(
        `let DaemonSet ${set} tolerate the taints of node ${node} and select it; ${kubectl} describe node ${shellWord(node)} tells its taints and labels`,
      );
  const mend = addonAgain(facts, program) ?? own;
  return wrong(CAUSES[program.step], says, `the pods of DaemonSet ${set}`, mend);
}
