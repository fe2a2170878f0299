import { createdClusterKey } from "../../../rules/created-cluster-key";
import type { Report } from "../../../rules/problem";
import { textFlaw } from "../../../rules/text-rule";
import type { ResolvedAccount, ResolvedCluster } from "../../landing-zone/landing-zone";
import { clusterArn } from "../../landing-zone/resource-arns";
import type { Inventory } from "../schema/inventory";
import { withReaderDefaults } from "./defaults";
import { ownRegion, uniqueness } from "./references";

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
    const { create, existing, kubeconfigContext, name = id, secretsStoreCsi: csi } = entry;
    if ((create === undefined) === (existing === undefined)) {
      const got = create ? "both" : "neither";
      report(path, `must have either "existing: true" or "create", got ${got}`);
    }
    if (create) report(path, textFlaw(createdClusterKey, id));
    const account = accounts.get(entry.account);
    if (!account) continue;
    const region = entry.region ?? account.region;
    ownRegion(region, account, path, report);
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
      create,
      kubeconfigContext,
      secretsStoreCsi: {
        install: csi?.install ?? "addon",
        version: csi?.version,
        syncSecrets: csi?.syncSecrets ?? syncing.has(id),
        rotationPollInterval: csi?.rotationPollInterval,
      },
    });
  }
  return clusters;
}
