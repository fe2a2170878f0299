import type { Cluster, EKS, PodIdentityAssociationSummary } from "@aws-sdk/client-eks";
import {
  accountTitle,
  type LandingZone,
  type ResolvedCluster,
  type ResolvedGrant,
  type ResolvedReader,
} from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import { accountAccess } from "../../aws/account-access";
import { unreadable } from "../../aws/aws-error";
import { type DaemonSet, mismatchOf, withinCluster } from "../../clusters/found-in-cluster";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import { DRIVER, type KubernetesEvent, type Pod } from "../../clusters/pod-events";
import { CLASSES, type MountStatus } from "../../clusters/pod-mounts";
import { associationOfPods, associationsOf } from "../../looks/eks-looks";
import type { Seen } from "../step";
import {
  type ClusterFacts,
  type ClusterNode,
  type CsiDriver,
  type Deployment,
  type ProviderClass,
  type ServiceAccount,
  withoutWrongContext,
} from "./cluster-facts";
import { listsOf, type Named, named, podsOfSets } from "./cluster-lists";
import { seen } from "./seen";
import { type Wanted, wantedVersion } from "./wanted-version";

/** Clusters, and calls in flight for one. */
const AT_ONCE = 8;

/** Reads what the clusters of these readers and the owners of their values say. It changes nothing. */
export async function readClusterFacts(
  zone: LandingZone,
  readers: readonly ResolvedReader[],
  { progress }: { progress?: (done: number, total: number) => void } = {},
): Promise<(reader: ResolvedReader) => ClusterFacts> {
  const askWanted = wantedOnce();
  let done = 0;
  const tell = () => progress?.(++done, readers.length);
  const declared = new Map(zone.readers.map(({ grants, id }) => [id, grants]));
  const clusters = [...new Set(readers.map(({ cluster }) => cluster))];
  const found = await inParallel(clusters, AT_ONCE, (cluster) =>
    ofCluster({
      ...{ askWanted, cluster, declared, tell },
      readers: readers.filter((reader) => reader.cluster === cluster),
    }),
  );
  const facts = new Map(found.flat().map((one) => [one.reader.id, one]));
  return (reader) => facts.get(reader.id) ?? unseenFacts(reader, { unseen: "nobody was asked" });
}

type AskWanted = (grant: ResolvedGrant) => Promise<Seen<Wanted>>;

/** Asks once for each version of a secret or parameter, however many readers have a grant. */
function wantedOnce(): AskWanted {
  const asked = new Map<string, Promise<Seen<Wanted>>>();
  return (grant) => {
    const { kind, target, version, versionStage } = grant;
    const key = JSON.stringify([kind, target.id, version, versionStage]);
    return getOrMake(asked, key, () => wantedVersion(grant));
  };
}

interface AskedCluster {
  cluster: ResolvedCluster;
  readers: readonly ResolvedReader[];
  /** What the inventory grants, by the reader. */
  declared: ReadonlyMap<string, ResolvedGrant[]>;
  askWanted: AskWanted;
  /** Is called after each reader. */
  tell(): void;
}

async function ofCluster(asked: AskedCluster): Promise<ClusterFacts[]> {
  const { cluster, readers } = asked;
  const right = `eks:DescribeCluster in account ${accountTitle(cluster.account)}`;
  const found = await seen(`look into cluster ${cluster.id}`, right, async () => {
    const access = await accountAccess(cluster.account, cluster.region, "doctor");
    return withinCluster(cluster, access, (eks, described, read) =>
      insideCluster(asked, eks, described, read),
    );
  });
  if ("value" in found && found.value) return found.value;
  const unseen = "value" in found ? { unseen: `cluster ${cluster.id} is not there` } : found;
  return readers.map((reader) => ({
    ...unseenFacts(reader, unseen),
    ...("value" in found && { cluster: { value: undefined } }),
  }));
}

/** The facts of a reader of whose cluster nothing can be seen. */
export function unseenFacts(reader: ResolvedReader, unseen: Seen<never>): ClusterFacts {
  return {
    ...{
      reader,
      asked: reader.grants,
      now: Date.now(),
      cluster: unseen,
      namespace: unseen,
      serviceAccount: unseen,
    },
    ...{ providerClass: unseen, pods: unseen, events: unseen, mountStatuses: unseen },
    ...{ deployments: unseen, addons: unseen, csiDriver: unseen, nodes: unseen },
    ...{ daemonSets: unseen, daemonPods: new Map(), association: unseen },
    wanted: reader.grants.map(() => unseen),
  };
}

async function insideCluster(
  { askWanted, cluster, declared, readers, tell }: AskedCluster,
  eks: EKS,
  described: Cluster,
  read: ReadObject,
): Promise<ClusterFacts[]> {
  const lists = listsOf(cluster, read);
  const mismatch = mismatchOf(cluster, described);
  const associations = seen(
    `list the associations of cluster ${cluster.id}`,
    `eks:ListPodIdentityAssociations in account ${accountTitle(cluster.account)}`,
    () => associationsOf(eks, cluster.name),
  );
  const [addons, csiDrivers, nodes, daemonSets] = await Promise.all([
    seen(
      `list the add-ons of cluster ${cluster.id}`,
      `eks:ListAddons in account ${accountTitle(cluster.account)}`,
      async () => (await eks.listAddons({ clusterName: cluster.name })).addons ?? [],
    ),
    lists<CsiDriver & Named>("/apis/storage.k8s.io/v1", "csidrivers"),
    lists<ClusterNode>("/api/v1", "nodes"),
    lists<DaemonSet>("/apis/apps/v1", "daemonsets"),
  ]);
  const shared = {
    ...{ addons, nodes, daemonSets, cluster: { value: described } },
    daemonPods: await podsOfSets(daemonSets, nodes, lists),
    csiDriver: named(csiDrivers, DRIVER),
  };
  return inParallel(readers, AT_ONCE, async (reader): Promise<ClusterFacts> => {
    const { grants: asked, id, namespace } = reader;
    const grants = declared.get(id) ?? asked;
    const own = <Item>(root: string, plural: string) => lists<Item>(root, plural, namespace);
    const [
      namespaces,
      accounts,
      classes,
      pods,
      events,
      mountStatuses,
      deployments,
      association,
      wanted,
    ] = await Promise.all([
      lists<Named>("/api/v1", "namespaces"),
      own<ServiceAccount>("/api/v1", "serviceaccounts"),
      own<ProviderClass>(CLASSES, "secretproviderclasses"),
      own<Pod>("/api/v1", "pods"),
      own<KubernetesEvent>("/api/v1", "events"),
      own<MountStatus>(CLASSES, "secretproviderclasspodstatuses"),
      own<Deployment>("/apis/apps/v1", "deployments"),
      associationOf(reader, eks, await associations),
      Promise.all(grants.map(askWanted)),
    ]);
    tell();
    return {
      ...withoutWrongContext({ ...reader, grants }, mismatch),
      ...{ ...shared, asked },
      now: Date.now(),
      namespace: named(namespaces, namespace),
      serviceAccount: named(accounts, reader.serviceAccount),
      providerClass: named(classes, reader.secretProviderClass),
      ...{ pods, events, mountStatuses, deployments, association, wanted },
    };
  });
}

/** The association of a reader's pods, as EKS describes it. */
export async function associationOf(
  reader: ResolvedReader,
  eks: EKS,
  associations: Seen<PodIdentityAssociationSummary[]>,
): Promise<ClusterFacts["association"]> {
  if (!("value" in associations)) return associations;
  const associationId = associationOfPods(reader, associations.value)?.associationId;
  if (associationId === undefined) return { value: undefined };
  const { account, id, name: clusterName } = reader.cluster;
  return seen(
    `describe association ${associationId} of cluster ${id}`,
    `eks:DescribePodIdentityAssociation in account ${accountTitle(account)}`,
    async () => {
      const asked = { clusterName, associationId };
      const { $metadata, association } = await eks.describePodIdentityAssociation(asked);
      if (!association) throw unreadable($metadata);
      return association;
    },
  );
}
