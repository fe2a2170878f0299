import { setTimeout as sleep } from "node:timers/promises";
import { clusterOf } from "eks-pod-secrets/change-losses";
import { isCreatedNamespace, type ResolvedCluster } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { withinCluster } from "../../clusters/found-in-cluster";
import { deleteObject, type ReadObject } from "../../clusters/kubernetes-objects";
import { namespaceContents } from "../../clusters/namespace-contents";
import { messageOf } from "../../terminal/errors";
import { note } from "../../terminal/output";
import type { Confirmation } from "../before-run/confirmations";
import type { PlannedRun } from "../before-run/planned-run";
import { NAMESPACE } from "../interrupted-run/find-object";
import type { StacksAnswer } from "./stacks-shape";

/** Clusters that are asked at once. */
const AT_ONCE = 8;

/** How often to look into a namespace until what the run deleted there is gone, and the pause between. */
const EMPTYING = { most: 15, pause: 2_000 };

/** A namespace that a deployment created and that has no reader after the run. */
interface LeavingNamespace {
  /** The name of its cluster in the inventory. */
  cluster: string;
  namespace: string;
  /** Whether `--yes-remove` names it. */
  isConfirmed: boolean;
}

/**
 * The namespaces that a run leaves without readers, and those that earlier runs left and that `names` (from `--yes-remove`) now
 * names.
 */
export async function leavingNamespaces(
  run: PlannedRun,
  names: readonly string[],
): Promise<LeavingNamespace[]> {
  if (run.operation === "refresh") return [];
  const own = await heldNamespaces(run);
  const asked = run.zone.clusters.flatMap((cluster) => {
    const isRun = run.stacks.some(({ account }) => account === cluster.account);
    return isRun ? names.map((namespace) => ({ cluster, namespace })) : [];
  });
  const isOpen = ({ cluster, namespace }: { cluster: { id: string }; namespace: string }) =>
    !hasReader(run, cluster.id, namespace) &&
    !own.some((one) => one.cluster === cluster.id && one.namespace === namespace);
  const earlier = await inParallel(asked.filter(isOpen), AT_ONCE, async ({ cluster, namespace }) =>
    (await isLeft(cluster, namespace, run.operation))
      ? [{ cluster: cluster.id, namespace, isConfirmed: true }]
      : [],
  );
  return [
    ...own.map((one) => ({ ...one, isConfirmed: names.includes(one.namespace) })),
    ...earlier.flat(),
  ];
}

/** The confirmations by `--yes-remove`. Nobody is asked, because without it they stay. */
export function namespaceConfirmations(all: readonly LeavingNamespace[]): Confirmation[] {
  return all
    .filter(({ isConfirmed }) => isConfirmed)
    .map(({ namespace }) => ({ option: "yes-remove", name: namespace, says: "" }));
}

/** After the run, deletes the confirmed namespaces that are empty. Returns those that stay. */
export async function leftNamespaces(
  run: PlannedRun,
  leaving: readonly LeavingNamespace[],
  ended: StacksAnswer["stacks"],
): Promise<StacksAnswer["leftNamespaces"]> {
  const isDone = (stack: string) =>
    ended.some((one) => one.stack === stack && one.result === "done");
  const left = await inParallel(leaving, AT_ONCE, async ({ isConfirmed, ...place }) => {
    const cluster = run.zone.clusters.find(({ id }) => id === place.cluster);
    const isGone = cluster?.create && run.operation === "destroy";
    if (isGone && isDone(stackName(cluster.account, "cluster"))) return [];
    if (!isConfirmed) return [place];
    const reason = cluster
      ? await deleteEmpty(cluster, place.namespace, run.operation)
      : `the inventory has no cluster ${place.cluster} any more`;
    return reason === undefined ? [] : [{ ...place, reason }];
  });
  return left.flat();
}

/** Lines about namespaces that stay. */
export function leftNamespaceWords({
  cluster,
  namespace,
  reason,
}: StacksAnswer["leftNamespaces"][number]): string {
  const what = `namespace ${namespace} of cluster ${cluster} has no reader any more, and is left`;
  return reason
    ? `${what}: ${reason}`
    : `${what}; --yes-remove ${namespace} deletes it if it holds nothing`;
}

/** Namespaces in the states of this run's stacks that have no reader after it. */
async function heldNamespaces(run: PlannedRun) {
  const stacks = [...run.stacks, ...run.toEmpty].filter(
    ({ layer, name }) => layer === "workloads" && run.held.has(name),
  );
  const resources = await inParallel(stacks, AT_ONCE, async ({ name }) => {
    const { resources } = await run.stateOf(name);
    return resources.filter(({ type }) => type === NAMESPACE);
  });
  return resources.flat().flatMap((resource) => {
    const cluster = clusterOf(resource);
    const { name: namespace } = (resource.inputs?.metadata ?? {}) as { name?: string };
    if (!cluster || !namespace || hasReader(run, cluster, namespace)) return [];
    return [{ cluster, namespace }];
  });
}

function hasReader({ operation, zone }: PlannedRun, cluster: string, namespace: string): boolean {
  return (
    operation === "up" &&
    zone.readers.some((one) => one.cluster.id === cluster && one.namespace === namespace)
  );
}

/**
 * Whether a cluster has a namespace that a deployment created. False for a cluster that cannot be asked, because nothing could be
 * deleted there.
 */
async function isLeft(cluster: ResolvedCluster, namespace: string, verb: string): Promise<boolean> {
  const text = await withReader(cluster, verb, (read) => read(pathOf(namespace))).catch(
    (error: unknown) => void note(`${messageOf(error)}; what is there is not known`),
  );
  return text !== undefined && isCreatedNamespace(JSON.parse(text).metadata.labels);
}

/** Deletes an empty namespace. Returns why it stays, if it does. */
async function deleteEmpty(
  cluster: ResolvedCluster,
  namespace: string,
  verb: string,
): Promise<string | undefined> {
  try {
    const holds = await withReader(cluster, verb, async (read, remove) => {
      const found = await untilEmpty(read, namespace);
      if (found.length === 0) await remove(pathOf(namespace));
      return found;
    });
    if (holds === undefined) return `cluster ${cluster.id} is not there, or not active`;
    if (holds.length > 0) return `it holds ${holds.slice(0, 5).join(", ")}`;
    note(`namespace ${namespace} of cluster ${cluster.id} is deleted`);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What a namespace still contains after everything that the run deleted had time to disappear. */
async function untilEmpty(read: ReadObject, namespace: string): Promise<string[]> {
  for (let look = 1; ; look++) {
    const found = await namespaceContents(read, namespace);
    if (look === EMPTYING.most || !found.some(isOfWorkload)) return found;
    await sleep(EMPTYING.pause);
  }
}

/** Whether Kubernetes deletes the object some time after a reader's Deployment. */
function isOfWorkload(name: string): boolean {
  return /^(pods|replicasets|secretproviderclasspodstatuses)\//.test(name);
}

async function withReader<Answer>(
  cluster: ResolvedCluster,
  verb: string,
  ask: (read: ReadObject, remove: (path: string) => Promise<void>) => Promise<Answer>,
): Promise<Answer | undefined> {
  const access = await accountAccess(cluster.account, cluster.region, verb);
  return withinCluster(cluster, access, (_, __, read, call) =>
    ask(read, (path) => deleteObject(cluster.id, call, path)),
  ).catch((error: unknown) => {
    throw awsFailure(error, `cannot look into cluster ${cluster.id}`, undefined);
  });
}

function pathOf(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
}
