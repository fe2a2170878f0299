import { accountTitle } from "eks-pod-secrets/grant";
import { AGENT, type DaemonSet, DRIVER_ADDON, runs } from "../../clusters/found-in-cluster";
import { kubectlIn } from "../../clusters/kubectl";
import type { Pod } from "../../clusters/pod-events";
import { WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { NODE_PROGRAMS, type NodeProgram } from "../facts/node-programs";
import { ifSeen, notSeen, ofSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { unseen, wrong } from "./findings";
import { awsCli, byUp } from "./mends";
import { createdAt, lacksImage, livingPods } from "./readers-pods";

/** Whether the Secrets Store CSI driver runs on the nodes of the reader's pods, and Kubernetes knows it. */
export function driverFindings(facts: ClusterFacts): Finding[] {
  const { cluster } = facts.reader;
  const mend = installedAgain(facts, NODE_PROGRAMS.driver);
  return ofSeen(facts.csiDriver, (found) =>
    found
      ? programFindings("driver")(facts)
      : [wrong(facts.reader, "EPS-151", cluster.id, { mend })],
  );
}

/** Whether a program runs on the nodes of the reader's pods. */
export function programFindings(step: NodeProgram["step"]): (facts: ClusterFacts) => Finding[] {
  const program = NODE_PROGRAMS[step];
  return (facts) =>
    ofSeen(facts.daemonSets, (all) => {
      const sets = all.filter((set) => runs(set, program.names));
      const names = nodeNames(facts);
      if (names.length > 0) return names.map((name) => onNode(facts, program, sets, name));
      const isNowhere = sets.length === 0 && !isBuiltInEverywhere(facts, program);
      if (isNowhere) return [absent(facts, program)];
      return [unseen("no pod of the reader has a node, so there is no node to look at")];
    });
}

/** The nodes of the reader's pods, preferably of those that stay. */
function nodeNames({ pods, reader }: ClusterFacts): string[] {
  const { leaving, staying } = livingPods(ifSeen(pods) ?? []);
  const [own = [], others = []] = [staying, leaving].map(({ byAccount }) =>
    byAccount.get(reader.serviceAccount)?.flatMap(({ spec }) => spec.nodeName ?? []),
  );
  return [...new Set(own.length > 0 ? own : others)];
}

function isBuiltInEverywhere({ cluster }: ClusterFacts, { step }: NodeProgram): boolean {
  return step === "agent" && ifSeen(cluster)?.computeConfig?.enabled === true;
}

const COMPUTE = "eks.amazonaws.com/compute-type";

function onNode(
  facts: ClusterFacts,
  program: NodeProgram,
  sets: readonly DaemonSet[],
  node: string,
): Finding {
  const { nodes, reader } = facts;
  const all = ifSeen(nodes);
  const labels = all && (all.find(({ metadata }) => metadata.name === node)?.metadata.labels ?? {});
  if (labels?.[COMPUTE] === "fargate" || node.startsWith("fargate-")) {
    return wrong(reader, "EPS-171", `node ${node}`);
  }
  if (labels?.["kubernetes.io/os"] === "windows") return wrong(reader, "EPS-101", `node ${node}`);
  if (program.step === "agent" && labels?.[COMPUTE] === "auto") {
    return { result: "right", says: "EKS Auto Mode has the agent built in" };
  }
  // Labels that could not be seen might say that it is built in.
  const isOpen = sets.length === 0 && isBuiltInEverywhere(facts, program);
  if (isOpen && "unseen" in nodes) return notSeen(nodes);
  const isEverywhere = ({ status }: DaemonSet) =>
    all !== undefined && all.length > 0 && (status?.numberReady ?? 0) >= all.length;
  if (sets.some(isEverywhere)) return { result: "right" };
  const found = sets.map((set) => ofSet(facts, program, set, node));
  return found.find(({ result }) => result === "right") ?? found[0] ?? absent(facts, program);
}

/** The finding that a program is not in the cluster. */
function absent(facts: ClusterFacts, program: NodeProgram): Finding {
  const what = `no DaemonSet of cluster ${facts.reader.cluster.id} runs it`;
  return wrong(facts.reader, program.cause, what, { mend: installedAgain(facts, program) });
}

/** Whether a DaemonSet's pod on a node is ready. */
function ofSet(
  facts: ClusterFacts,
  program: NodeProgram,
  { metadata: { name, namespace = "" } = { name: "" } }: DaemonSet,
  node: string,
): Finding {
  const { now, reader } = facts;
  const set = `${namespace}/${name}`;
  const pods = facts.daemonPods.get(set) ?? {
    unseen: `the pods of DaemonSet ${set} were not read`,
  };
  if ("unseen" in pods) return notSeen(pods);
  const mend = addonAgain(facts, program);
  const pod = pods.value.find(({ spec }) => spec.nodeName === node);
  if (!pod) {
    const what = `DaemonSet ${set} has no pod on node ${node}${elsewhere(facts, pods.value)}`;
    return wrong(reader, program.cause, what, { mend });
  }
  const isReady = pod.status?.conditions?.some(
    ({ status, type }) => type === "Ready" && status === "True",
  );
  if (isReady) return { result: "right" };
  const title = `pod ${pod.metadata.name} of DaemonSet ${set} on node ${node}`;
  if (!lacksImage(pod) && now - createdAt(pod) < WAITING) return unseen(`${title} has just begun`);
  const kubectl = kubectlIn(reader.cluster, namespace);
  const replace = {
    says: `replace the pod. If the new one is not ready either, this shows why: ${kubectl} describe pod`,
    commands: [`${kubectl} delete pod ${shellWord(pod.metadata.name)}`],
  };
  return wrong(reader, program.cause, `${title} is not ready`, { mend: mend ?? replace });
}

/** Says on how many nodes a DaemonSet has a pod, if the nodes could be listed. */
function elsewhere({ nodes }: ClusterFacts, pods: readonly Pod[]): string {
  const all = ifSeen(nodes);
  const having = all?.filter(({ metadata }) =>
    pods.some(({ spec }) => spec.nodeName === metadata.name),
  );
  return all && having ? `; it has one on ${having.length} of ${count(all.length, "node")}` : "";
}

/** How the add-on with a program restores it; undefined if no add-on has it. */
function addonAgain({ addons, reader }: ClusterFacts, { step }: NodeProgram): Mend | undefined {
  const { account, name, region } = reader.cluster;
  const addon = step === "agent" ? AGENT : DRIVER_ADDON;
  if (!ifSeen(addons)?.includes(addon)) return undefined;
  const command = `eks update-addon --cluster-name ${shellWord(name)} --addon-name ${addon} --resolve-conflicts OVERWRITE`;
  return {
    says: `with credentials of account ${accountTitle(account)}, update add-on ${addon}, which puts back what it installed. If a node then still has no pod of it, let the add-on's configuration tolerate the node's taints`,
    commands: [awsCli(account, region, command)],
  };
}

/** How a missing program gets into the cluster. */
function installedAgain(facts: ClusterFacts, program: NodeProgram): Mend | false {
  const { install, podIdentityAgent } = facts.reader.cluster.secretsStoreCsi;
  const by = program.step === "agent" ? podIdentityAgent : install;
  return addonAgain(facts, program) ?? (by !== "existing" && byUp(facts.reader, "cluster"));
}
