import {
  type Cluster,
  EKSClient,
  ListAddonsCommand,
  type PodIdentityAssociationSummary,
} from "@aws-sdk/client-eks";
import { accountTitle, type ResolvedCluster, type ResolvedReader } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { type DaemonSet, mismatchOf, withinCluster } from "../../clusters/found-in-cluster";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import { DRIVER, type KubernetesEvent, type Pod } from "../../clusters/pod-events";
import { CLASSES, type MountStatus } from "../../clusters/pod-mounts";
import { LIVE_CALLS } from "../../documents/live/calls";
import { AT_ONCE, ask, askAllPages, defineCall } from "../../documents/live/live-call";
import { notWhole } from "../../documents/live/owned-objects";
import { accessTo } from "../../documents/live/reached-account";
import { vpcEndpoints } from "../../documents/live/vpc-endpoints";
import { associationOfPods } from "../../looks/eks-looks";
import type { Seen } from "../step";
import {
  type ClusterFacts,
  type CsiDriver,
  type Deployment,
  type Named,
  type ProviderClass,
  withoutWrongContext,
} from "./cluster-facts";
import { listsOf, named, podsOfSets } from "./cluster-lists";
import { oidcProviderOf } from "./oidc-provider";
import { wantedVersion } from "./read-version";
import { type Reading, readingOf, withAllGrants } from "./reading";
import { seen, seenOf } from "./seen";

export const LIST_ADDONS = defineCall(EKSClient, ListAddonsCommand, {
  action: "eks:ListAddons",
  reason: "whether an add-on installed agent or driver",
  resources: ({ clusters }) => clusters,
  next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
});

/** Reads what these readers' clusters and the owners of their values tell, in the order of the readers, without changing anything. */
export async function readClusterFacts(
  readers: readonly ResolvedReader[],
  reading?: Reading,
): Promise<ClusterFacts[]> {
  const how = reading ?? (await readingOf(readers));
  const clusters = [...new Set(readers.map(({ cluster }) => cluster))];
  const found = await inParallel(clusters, AT_ONCE, (cluster) => {
    const own = readers.filter((reader) => reader.cluster === cluster);
    return ofCluster(cluster, own, how);
  });
  const facts = new Map(found.flat().map((one) => [one.reader.id, one]));
  return readers.map(({ id }) => facts.get(id) as ClusterFacts);
}

async function ofCluster(
  cluster: ResolvedCluster,
  readers: readonly ResolvedReader[],
  reading: Reading,
): Promise<ClusterFacts[]> {
  const { account, id, region } = cluster;
  const right = `eks:DescribeCluster in account ${accountTitle(account)}`;
  const found = await seen(`look into cluster ${id}`, right, async () => {
    const access = accessTo(reading.accounts, account.id, region);
    return withinCluster(cluster, access, (_, described, read) =>
      insideCluster(cluster, readers, reading, { access, described, read }),
    );
  });
  if ("value" in found && found.value) return found.value;
  const isAbsent = "value" in found;
  const unseen = isAbsent ? { unseen: `cluster ${id} is not there` } : found;
  return readers.map((reader) => ({
    ...unseenFacts(reader, unseen),
    ...(isAbsent && { cluster: { value: undefined } }),
  }));
}

/** The facts of a reader whose cluster cannot be seen. */
export function unseenFacts(reader: ResolvedReader, unseen: Seen<never>): ClusterFacts {
  return {
    ...{ reader, asked: reader.grants, now: Date.now(), cluster: unseen, namespace: unseen },
    ...{ serviceAccount: unseen, providerClass: unseen, pods: unseen, events: unseen },
    ...{ mountStatuses: unseen, deployments: unseen, addons: unseen, nodes: unseen },
    csiDriver: unseen,
    oidcProvider: unseen,
    ...{ daemonSets: unseen, daemonPods: new Map(), association: unseen, endpoints: unseen },
    wanted: reader.grants.map(() => unseen),
  };
}

/** An existing cluster, with functions to read it. */
interface FoundCluster {
  access: AccountAccess;
  described: Cluster;
  read: ReadObject;
}

async function insideCluster(
  cluster: ResolvedCluster,
  readers: readonly ResolvedReader[],
  reading: Reading,
  { access, described, read }: FoundCluster,
): Promise<ClusterFacts[]> {
  const { account, name: clusterName } = cluster;
  const lists = listsOf(cluster, read);
  const [associations, addons, endpoints, csiDrivers, nodes, daemonSets] = await Promise.all([
    seenOf(account, async () => {
      const call = LIVE_CALLS.listPodIdentityAssociations;
      const pages = await askAllPages(call, access, { clusterName });
      return pages.flatMap((page) => page.associations ?? []);
    }),
    seenOf(account, async () => {
      const pages = await askAllPages(LIST_ADDONS, access, { clusterName });
      return pages.flatMap((page) => page.addons ?? []);
    }),
    seenOf(account, () => endpointsOf(described, access)),
    lists<CsiDriver & Named>("/apis/storage.k8s.io/v1", "csidrivers"),
    lists<Named>("/api/v1", "nodes"),
    lists<DaemonSet>("/apis/apps/v1", "daemonsets"),
  ]);
  const byTokens = readers.some(({ identity }) => identity !== "podIdentity");
  const shared = {
    ...(byTokens && { oidcProvider: await oidcProviderOf(cluster, described, access) }),
    ...{ addons, endpoints, nodes, daemonSets, cluster: { value: described } },
    daemonPods: await podsOfSets(daemonSets, nodes, lists),
    csiDriver: named(csiDrivers, DRIVER),
  };
  const mismatch = mismatchOf(cluster, described);
  return inParallel(readers, AT_ONCE, async (reader): Promise<ClusterFacts> => {
    const { grants: asked, namespace } = reader;
    const whole = withAllGrants(reader);
    const own = <Item>(root: string, plural: string) => lists<Item>(root, plural, namespace);
    const [namespaces, accounts, classes, pods, events, mountStatuses, deployments] =
      await Promise.all([
        lists<Named>("/api/v1", "namespaces"),
        own<Named>("/api/v1", "serviceaccounts"),
        own<ProviderClass>(CLASSES, "secretproviderclasses"),
        own<Pod>("/api/v1", "pods"),
        own<KubernetesEvent>("/api/v1", "events"),
        own<MountStatus>(CLASSES, "secretproviderclasspodstatuses"),
        own<Deployment>("/apis/apps/v1", "deployments"),
      ]);
    const [association, ...wanted] = await Promise.all([
      associationOf(reader, access, associations),
      ...whole.grants.map((grant) => wantedVersion(grant, reading.read)),
    ]);
    reading.tell();
    return {
      ...withoutWrongContext(whole, mismatch),
      ...{ ...shared, asked },
      now: Date.now(),
      namespace: named(namespaces, namespace),
      serviceAccount: named(accounts, reader.serviceAccount),
      providerClass: named(classes, reader.secretProviderClass),
      ...{ pods, events, mountStatuses, deployments, association, wanted },
    };
  });
}

/** The VPC endpoints of a cluster's network. */
export async function endpointsOf({ resourcesVpcConfig }: Cluster, access: AccountAccess) {
  const vpc = resourcesVpcConfig?.vpcId;
  if (!vpc) throw notWhole("eks:DescribeCluster", "a vpcId");
  return (await vpcEndpoints(access)).filter(({ document }) => document.vpc === vpc);
}

/** EKS's description of the association of a reader's pods. */
export async function associationOf(
  reader: ResolvedReader,
  access: AccountAccess,
  associations: Seen<PodIdentityAssociationSummary[]>,
): Promise<ClusterFacts["association"]> {
  if (!("value" in associations)) return associations;
  const associationId = associationOfPods(reader, associations.value)?.associationId;
  if (associationId === undefined) return { value: undefined };
  const { account, name: clusterName } = reader.cluster;
  return seenOf(account, async () => {
    const call = LIVE_CALLS.describePodIdentityAssociation;
    const { association } = await ask(call, access, { clusterName, associationId });
    if (!association) throw notWhole(call.action, "an association");
    return association;
  });
}
