import { type DaemonSet, runs } from "../../clusters/found-in-cluster";
import { DRIVER } from "../../clusters/pod-events";
import type { ClusterFacts, ClusterNode } from "../facts/cluster-facts";
import { NODE_PROGRAMS, type NodeProgram } from "../facts/node-programs";
import { ifSeen, ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { absent, ofSet } from "./daemon-pods";
import { installedAgain } from "./installed-again";
import { byHand, wrong } from "./mends";
import { leavingPods, stayingPods } from "./readers-pods";

/** Whether the Pod Identity agent runs where the reader's pods run. */
export function agentFindings(facts: ClusterFacts): Finding[] {
  return programFindings(facts, NODE_PROGRAMS.agent);
}

/** Whether the Secrets Store CSI driver does, and Kubernetes knows it. */
export function driverFindings(facts: ClusterFacts): Finding[] {
  return ofSeen(facts.csiDriver, (found) =>
    found === undefined ? [unknownDriver(facts)] : programFindings(facts, NODE_PROGRAMS.driver),
  );
}

function unknownDriver(facts: ClusterFacts): Finding {
  const { id } = facts.reader.cluster;
  const says = `cluster ${id} has no CSIDriver object ${DRIVER}, which belongs to the installation of ${NODE_PROGRAMS.driver.title}`;
  const mend = installedAgain(facts, NODE_PROGRAMS.driver);
  return wrong("EPS-151", says, `a list of all CSIDrivers of cluster ${id}`, mend);
}

/** Whether the driver's AWS provider does. */
export function providerFindings(facts: ClusterFacts): Finding[] {
  return programFindings(facts, NODE_PROGRAMS.provider);
}

function programFindings(facts: ClusterFacts, program: NodeProgram): Finding[] {
  return ofSeen(facts.daemonSets, (all) => {
    const sets = all.filter((set) => runs(set, program.names));
    const names = nodeNames(facts);
    if (names.length > 0) return names.flatMap((name) => onNode(facts, program, sets, name));
    if (sets.length === 0 && !isBuiltInEverywhere(facts, program)) return [absent(facts, program)];
    const says = "no pod of the reader has a node, so there is no node to look at";
    return [{ result: "not seen", says }];
  });
}

const BUILT_IN = "EKS Auto Mode has the agent built in";

/** The nodes of the reader's pods: of those that stay, if they have some. */
function nodeNames({ pods, reader }: ClusterFacts): string[] {
  const all = ifSeen(pods) ?? [];
  const [staying = [], leaving = []] = [stayingPods(all), leavingPods(all)].map(({ byAccount }) =>
    byAccount.get(reader.serviceAccount)?.flatMap(({ spec }) => spec.nodeName ?? []),
  );
  return [...new Set(staying.length > 0 ? staying : leaving)];
}

function isBuiltInEverywhere({ cluster }: ClusterFacts, { step }: NodeProgram): boolean {
  return step === "agent" && ifSeen(cluster)?.computeConfig?.enabled === true;
}

const COMPUTE = "eks.amazonaws.com/compute-type";

function onNode(
  facts: ClusterFacts,
  program: NodeProgram,
  sets: readonly DaemonSet[],
  name: string,
): Finding[] {
  const labels = labelsOf(facts, name);
  const where = `node ${name}`;
  if (labels?.[COMPUTE] === "fargate" || name.startsWith("fargate-")) {
    const says = `${where} is one of AWS Fargate, where ${program.title} cannot run`;
    const mend = byHand("run the reader's pods on nodes of EC2: no Fargate profile may take them");
    return [wrong("EPS-171", says, `the name and labels of ${where}`, mend)];
  }
  if (labels?.["kubernetes.io/os"] === "windows") {
    const says = `${where} runs Windows, where EKS Pod Identity does not work`;
    const mend = byHand("run the reader's pods on Linux: nodeSelector kubernetes.io/os: linux");
    return [wrong("EPS-101", says, `the labels of ${where}`, mend)];
  }
  if (program.step === "agent" && labels?.[COMPUTE] === "auto") {
    return [{ result: "right", says: BUILT_IN }];
  }
  if (sets.length === 0) {
    // Labels that nobody sees might say that it is built in.
    if (labels === undefined && isBuiltInEverywhere(facts, program)) return unseenNodes(facts);
    return [absent(facts, program)];
  }
  if (sets.some((set) => isEverywhere(facts, set))) return [{ result: "right" }];
  const found = sets.map((set) => ofSet(facts, program, set, name));
  return [found.find(({ result }) => result === "right") ?? found[0] ?? absent(facts, program)];
}

function labelsOf({ nodes }: ClusterFacts, name: string): Record<string, string> | undefined {
  const isIt = ({ metadata }: ClusterNode) => metadata.name === name;
  return "value" in nodes ? (nodes.value.find(isIt)?.metadata.labels ?? {}) : undefined;
}

function unseenNodes({ nodes }: ClusterFacts): Finding[] {
  return ofSeen(nodes, () => []);
}

/** Whether as many pods of a DaemonSet are ready as the cluster has nodes. */
function isEverywhere({ nodes }: ClusterFacts, { status }: DaemonSet): boolean {
  const count = "value" in nodes ? nodes.value.length : 0;
  return count > 0 && (status?.numberReady ?? 0) >= count;
}
