import type { LandingZone, ResolvedAccount, ResolvedCluster } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { type Layer, stackName } from "../../../stacks/stack-plan";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import {
  clusterMismatches,
  type HeldOfCluster,
  type Mismatches,
} from "../../clusters/cluster-mismatches";
import { type FoundInCluster, foundInCluster } from "../../clusters/found-in-cluster";
import { messageOf, UserError } from "../../terminal/errors";
import type { ExportedResource } from "../backend/exported-state";
import { type OwnLook, ownResources } from "./own-resources";
import type { PlannedRun } from "./planned-run";

/** The most clusters that are looked into at the same time. */
const AT_ONCE = 8;

/** The result of a look into one cluster. */
interface LiveCluster {
  cluster: string;
  account: string;
  /** Why it could not be looked into. */
  unread?: string;
  /** What to write in the inventory, for each layer that cannot be deployed. */
  write: Mismatches;
}

/** The input of looks before a run or plan of stacks. */
export interface LiveLook extends Pick<PlannedRun, "zone" | "stacks" | "held" | "stateOf"> {
  /** Names the sessions of AWS. */
  verb: string;
}

/** The same, with what is to be imported. */
export type ClustersLook = LiveLook & OwnLook;

/** Looks into each cluster that these stacks deploy to for what already exists or is missing, without changing anything. */
export async function liveClusters(look: ClustersLook): Promise<LiveCluster[]> {
  const { stacks, zone } = look;
  const layersOf = (account: ResolvedAccount) =>
    new Set(stacks.flatMap((one) => (one.account === account ? [one.layer] : [])));
  const clusters = zone.clusters.filter(({ account }) => {
    const layers = layersOf(account);
    return layers.has("cluster") || layers.has("workloads");
  });
  return inParallel(clusters, AT_ONCE, async (cluster) => {
    const place = { cluster: cluster.id, account: cluster.account.name };
    try {
      return { ...place, write: await mismatches(cluster, look, layersOf(cluster.account)) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { ...place, unread: messageOf(error), write: { cluster: [], workloads: [] } };
    }
  });
}

async function mismatches(
  cluster: ResolvedCluster,
  look: ClustersLook,
  layers: ReadonlySet<Layer>,
): Promise<Mismatches> {
  const readers = look.zone.readers.filter((reader) => reader.cluster === cluster);
  const access = await accountAccess(cluster.account, cluster.region, look.verb);
  const found = await lookInto(cluster, readers, access);
  const own = (["cluster", "workloads"] as const).map((layer) =>
    ownResources(look, stackName(cluster.account, layer)),
  );
  const held = heldOfCluster(cluster, (await Promise.all(own)).flat());
  return clusterMismatches({ cluster, readers, found, held, layers });
}

async function lookInto(
  cluster: ResolvedCluster,
  readers: LandingZone["readers"],
  access: AccountAccess,
): Promise<FoundInCluster | undefined> {
  try {
    return await foundInCluster(cluster, readers, access);
  } catch (error) {
    throw awsFailure(error, `cannot look into cluster ${cluster.id}`, undefined);
  }
}

/** The inputs that identify a cluster's parts. */
interface PartInputs {
  name?: string;
  addonName?: string;
  chart?: string;
  clusterName?: string;
  metadata?: { name?: string; namespace?: string };
}

/** What these stacks hold in a cluster, import, or were creating when their last run was killed. */
function heldOfCluster(
  { id, name }: ResolvedCluster,
  resources: readonly ExportedResource[],
): HeldOfCluster {
  const inputsOf = (type: string, isMeant: (one: ExportedResource) => boolean = () => true) =>
    resources
      .filter((one) => one.type === type && isMeant(one))
      .map(({ inputs }) => (inputs ?? {}) as PartInputs);
  // A resource's provider is named after its cluster.
  const inside = (type: string) =>
    inputsOf(type, ({ provider }) => provider?.split("::").at(-2) === id);
  const addons = inputsOf("aws:eks/addon:Addon")
    .filter(({ clusterName }) => clusterName === name)
    .map(({ addonName }) => addonName);
  const charts = inside("kubernetes:helm.sh/v3:Release").map(({ chart }) => chart);
  const objects = (type: string) => inside(type).map(({ metadata = {} }) => metadata);
  const namesIn = (type: string) =>
    new Set(objects(type).map((one) => `${one.namespace}/${one.name}`));
  return {
    cluster: inputsOf("aws:eks/cluster:Cluster").some((one) => one.name === name),
    agent: addons.includes("eks-pod-identity-agent"),
    driver:
      addons.includes("aws-secrets-store-csi-driver-provider") ||
      charts.includes("secrets-store-csi-driver"),
    namespaces: new Set(objects("kubernetes:core/v1:Namespace").map((one) => `${one.name}`)),
    serviceAccounts: namesIn("kubernetes:core/v1:ServiceAccount"),
    providerClasses: namesIn("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"),
    deployments: namesIn("kubernetes:apps/v1:Deployment"),
  };
}
