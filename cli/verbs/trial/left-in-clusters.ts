import type { Cluster, EKS } from "@aws-sdk/client-eks";

import { messageOf } from "../../terminal/errors";
import { unlessGone } from "./gone";
import type { LeftOver, Place } from "./left-over";
import { ATTEMPT_TAG, TRIAL_TAG } from "./names";
import { TrialCluster } from "./probe-pods";

/** How long EKS may take to delete a node group or a cluster. In seconds. */
const PATIENCE = 1_800;

/** What a trial has made of and in the clusters of an account, in the order in which it can be removed. */
export async function leftInClusters(place: Place): Promise<LeftOver[]> {
  const { EKS, paginateListClusters } = await import("@aws-sdk/client-eks");
  const eks = new EKS(place.access);
  const found: LeftOver[] = [];
  for await (const { clusters = [] } of paginateListClusters({ client: eks }, {})) {
    for (const name of clusters) {
      found.push(...((await unlessGone(inCluster(place, eks, name))) ?? []));
    }
  }
  return found;
}

async function inCluster(place: Place, eks: EKS, name: string): Promise<LeftOver[]> {
  const { cluster } = await eks.describeCluster({ name });
  if (!cluster) return [];
  const isCreated = isOurs(place, cluster.tags);
  return [
    ...(await associations(place, eks, name, cluster)),
    ...(await namespaces(place, name, cluster)),
    ...(await addons(place, eks, name)),
    ...(isCreated ? await clusterItself(place, eks, name) : []),
  ];
}

function isOurs({ names }: Place, tags: Record<string, string> = {}): boolean {
  return tags[TRIAL_TAG] === names.id;
}

async function associations(
  { account, names, used }: Place,
  eks: EKS,
  clusterName: string,
  { arn = "" }: Cluster,
): Promise<LeftOver[]> {
  const { paginateListPodIdentityAssociations } = await import("@aws-sdk/client-eks");
  const found: LeftOver[] = [];
  const isNamed = (name = "") => name === names.name || name.startsWith(`${names.name}-`);
  const pages = paginateListPodIdentityAssociations({ client: eks }, { clusterName });
  for await (const { associations: page = [] } of pages) {
    for (const { associationId, namespace, serviceAccount } of page) {
      if (!isNamed(namespace)) continue;
      used.add(arn);
      const one = { clusterName, associationId };
      const described = await unlessGone(eks.describePodIdentityAssociation(one));
      if (!described) continue;
      found.push({
        ...{ account: account.id, kind: "association", name: `${namespace}/${serviceAccount}` },
        isOfAttempts: described.association?.tags?.[ATTEMPT_TAG] !== undefined,
        remove: () => eks.deletePodIdentityAssociation(one),
      });
    }
  }
  return found;
}

/** Namespaces have no tags: they are looked for by name, in clusters that the trial used. One that it created goes as a whole. */
async function namespaces(
  place: Place,
  clusterName: string,
  { arn = "", status, tags }: Cluster,
): Promise<LeftOver[]> {
  const { access, account, names, used, zone } = place;
  const isNamed = zone.clusters.some(
    ({ account: own, name }) => name === clusterName && own.id === account.id,
  );
  const isReady = status === "ACTIVE" || status === "UPDATING";
  if (!(isNamed || used.has(arn)) || (isOurs(place, tags) && !isReady)) return [];
  const asked = { id: clusterName, name: clusterName, region: access.region };
  const cluster = new TrialCluster(asked, access);
  try {
    if (!isReady) throw new Error(`its status is ${status}`);
    return (await cluster.namespacesNamed(names.name)).map((name) => ({
      ...{ account: account.id, kind: "namespace", name },
      isOfAttempts: name === names.otherNamespace,
      remove: () => cluster.deleteNamespace(name),
    }));
  } catch (error) {
    const unseen = `nobody could look into the cluster: ${messageOf(error)}`;
    const whole = { kind: "namespaces", name: `of cluster ${clusterName}`, isOfAttempts: false };
    return [{ account: account.id, ...whole, unseen, remove: async () => undefined }];
  }
}

async function addons(place: Place, eks: EKS, clusterName: string): Promise<LeftOver[]> {
  const found: LeftOver[] = [];
  const { addons: names = [] } = await eks.listAddons({ clusterName });
  for (const addonName of names) {
    const described = await unlessGone(eks.describeAddon({ clusterName, addonName }));
    if (!isOurs(place, described?.addon?.tags)) continue;
    found.push({
      ...{ account: place.account.id, kind: "add-on", name: `${clusterName}/${addonName}` },
      isOfAttempts: false,
      remove: () => eks.deleteAddon({ clusterName, addonName }),
    });
  }
  return found;
}

async function clusterItself({ account }: Place, eks: EKS, name: string): Promise<LeftOver[]> {
  const { waitUntilClusterDeleted, waitUntilNodegroupDeleted } = await import(
    "@aws-sdk/client-eks"
  );
  const own = { account: account.id, isOfAttempts: false };
  const waiter = { client: eks, maxWaitTime: PATIENCE };
  const { nodegroups = [] } = await eks.listNodegroups({ clusterName: name });
  return [
    ...nodegroups.map((nodegroupName) => ({
      ...{ ...own, kind: "node group", name: `${name}/${nodegroupName}` },
      remove: async () => {
        await eks.deleteNodegroup({ clusterName: name, nodegroupName });
        await waitUntilNodegroupDeleted(waiter, { clusterName: name, nodegroupName });
      },
    })),
    {
      ...{ ...own, kind: "cluster", name },
      remove: async () => {
        await eks.deleteCluster({ name });
        await waitUntilClusterDeleted(waiter, { name });
      },
    },
  ];
}
