import { createdClusterKey, isArm, nodeScalingProblems } from "../../../rules/clusters";
import { agentInstall, unheededSettings } from "../../../rules/kubernetes";
import { type Path, type Report, shown } from "../../../rules/problem";
import { textFlaw } from "../../../rules/rule";
import type {
  ResolvedAccount,
  ResolvedCluster,
  SecretsStoreCsiSettings,
} from "../../landing-zone/landing-zone";
import { clusterArn } from "../../landing-zone/names";
import type { ClusterCreationEntry, ClusterEntry } from "../schema/cluster";
import type { Inventory } from "../schema/inventory";
import { withReaderDefaults } from "./inherited";
import { ownArn, ownRegion, uniqueness } from "./references";

/** Clusters by their names in the inventory. */
export function resolveClusters(
  inventory: Inventory,
  accounts: ReadonlyMap<string, ResolvedAccount>,
  report: Report,
): Map<string, ResolvedCluster> {
  const unique = uniqueness(report);
  const syncing = new Set(
    Object.values(inventory.readers ?? {})
      .map((reader) => withReaderDefaults(inventory, reader))
      .filter(({ syncToKubernetesSecrets = [] }) => syncToKubernetesSecrets.length > 0)
      .map(({ cluster }) => cluster),
  );
  const clusters = new Map<string, ResolvedCluster>();
  for (const [id, entry] of Object.entries(inventory.clusters ?? {})) {
    const path = ["clusters", id];
    const { create, existing, kubeconfigContext, name = id, oidcProvider } = entry;
    if ((create === undefined) === (existing === undefined)) {
      const got = create ? "both" : "neither";
      report(path, `must have either "existing: true" or "create", got ${got}`);
    }
    if (create) checkCreation(id, entry, path, report);
    const account = accounts.get(entry.account);
    if (!account) continue;
    const region = entry.region ?? account.region;
    ownRegion(region, account, path, report);
    if (oidcProvider !== undefined) {
      ownArn(oidcProvider, account, [...path, "oidcProvider"], report);
    }
    const arn = clusterArn({ account: account.id, region }, name);
    unique(
      arn,
      id,
      path,
      (first) =>
        `must be its own cluster, got that of ${first}; name readers' cluster ${first} instead`,
    );
    clusters.set(id, {
      id,
      name,
      account,
      region,
      arn,
      oidcProvider,
      create,
      createNamespaces: entry.createNamespaces ?? create !== undefined,
      kubeconfigContext,
      secretsStoreCsi: secretsStoreCsi(entry.secretsStoreCsi, syncing.has(id), path, report),
    });
  }
  return clusters;
}

function secretsStoreCsi(
  entry: ClusterEntry["secretsStoreCsi"] = {},
  isSyncing: boolean,
  path: Path,
  report: Report,
): SecretsStoreCsiSettings {
  const { syncSecrets = isSyncing, version } = entry;
  const install = entry.install ?? installDefault(syncSecrets, version);
  const podIdentityAgent = agentInstall(install, entry.podIdentityAgent);
  for (const { path: within, says } of unheededSettings(install, podIdentityAgent, entry)) {
    report([...path, "secretsStoreCsi", ...within], says);
  }
  if (install === "addon" && syncSecrets) {
    const says =
      "may copy no secrets into Kubernetes Secrets: EKS takes that setting of the add-on, and does not always hand it to the driver; write install: helm";
    report([...path, "secretsStoreCsi"], says, "warning");
  }
  return { ...entry, install, podIdentityAgent, syncSecrets };
}

/**
 * The default way to install: Helm if secrets are to be copied, because only there it is certain to work, and otherwise the add-on.
 * A version of the add-on also selects the add-on.
 */
function installDefault(syncSecrets: boolean, version = ""): "addon" | "helm" {
  return syncSecrets && !version.includes("-eksbuild.") ? "helm" : "addon";
}

/** Checks a cluster that is to be created: nothing can exist in it yet, and many names are derived from its name. */
function checkCreation(
  id: string,
  { create = {}, oidcProvider, secretsStoreCsi: csi }: ClusterEntry,
  path: Path,
  report: Report,
): void {
  report(path, textFlaw(createdClusterKey, id));
  if (oidcProvider !== undefined) {
    const says = `must be left out of a cluster that is created, got ${shown(oidcProvider)}: its stack makes the provider where a reader needs it`;
    report([...path, "oidcProvider"], says);
  }
  for (const part of ["install", "podIdentityAgent"] as const) {
    if (csi?.[part] !== "existing") continue;
    const says =
      "must not be existing where the cluster is created: a new cluster has none; leave it out";
    report([...path, "secretsStoreCsi", part], says);
  }
  checkNodes(create, [...path, "create", "nodes"], report);
  checkEndpoint(create, [...path, "create", "endpoint"], report);
}

function checkNodes({ nodes = {} }: ClusterCreationEntry, path: Path, report: Report): void {
  for (const { path: inner, says } of nodeScalingProblems(nodes)) report([...path, ...inner], says);
  const { instanceTypes = [] } = nodes;
  if (new Set(instanceTypes.map(isArm)).size < 2) return;
  const says = `must be all x86 or all Arm, as one image runs on all nodes, got ${instanceTypes.join(", ")}`;
  report([...path, "instanceTypes"], says);
}

function checkEndpoint({ endpoint = {} }: ClusterCreationEntry, path: Path, report: Report): void {
  if (endpoint.public !== false) return;
  if (!endpoint.private) {
    report(path, "must be public or private: nobody could reach the Kubernetes API");
  }
  if (endpoint.publicAccessCidrs) {
    const says = "can be set only where public is not false: nobody reaches it from the internet";
    report([...path, "publicAccessCidrs"], says);
  }
}
