import { stringify } from "yaml";

import type {
  LandingZone,
  ResolvedCluster,
  ResolvedReader,
  ResolvedSecret,
} from "../../../sdk/grant";
import { INVENTORY_VERSION } from "../../../sdk/rules";
import type { UsableInventory } from "../../inventory/inventory-file";
import { newInventoryId } from "../../inventory/inventory-id";
import { FileError } from "../../terminal/errors";
import type { TrialNames } from "./names";
import { PROBE_IMAGE } from "./scenario";

/** The inventory's accounts, clusters, secrets and readers under the trial's names. What cannot be copied is a `FileError`. */
export function copiedInventory(
  { landingZone, problemAt }: UsableInventory,
  names: TrialNames,
): string {
  const problems = obstacles(landingZone).map(({ path, says }) => problemAt(path, says));
  if (problems.length > 0) throw new FileError(problems);
  const { accounts, clusters, organization, readers, secrets } = landingZone;
  const used = new Set(readers.map(({ cluster }) => cluster));
  return stringify({
    version: INVENTORY_VERSION,
    id: newInventoryId(),
    ...(organization.id !== undefined && { organization: { id: organization.id } }),
    accounts: byName(accounts, "name", ({ deployRole, id, profile, region }) => ({
      ...{ id, region, deployRole, profile, tags: names.tags },
    })),
    clusters: Object.fromEntries(
      clusters
        .filter((cluster) => used.has(cluster))
        .map((cluster) => [clusterKey(cluster, names), clusterEntry(cluster)]),
    ),
    secrets: byName(secrets, "id", (secret) => secretEntry(secret, names)),
    readers: byName(readers, "id", (reader) => readerEntry(reader, names, readers.indexOf(reader))),
  });
}

interface Obstacle {
  path: string[];
  says: string;
}

/** What has no copy that would not touch something of the user's, or say nothing of the inventory. */
function obstacles(zone: LandingZone): Obstacle[] {
  const { clusters, externalReaders, externalSecrets, parameters, readers, secrets } = zone;
  return [
    ...parameters.map(({ id }) => obstacle(["parameters", id], "a parameter")),
    ...externalSecrets.map(({ id }) => obstacle(["secrets", id], "a secret that others own")),
    ...externalReaders.map(({ id }) => obstacle(["readers", id], "a reader that others deploy")),
    ...secrets.flatMap(({ extraPolicyStatements, former, id, key, replicas, rotation, ...one }) => [
      ...when(one.existingArn, ["secrets", id], "a secret that exists"),
      ...when(key?.existingArn, ["secrets", id, "key"], "a key that exists"),
      ...when(replicas.length, ["secrets", id, "replicas"], "a replica"),
      ...when(rotation, ["secrets", id, "rotation"], "a rotation"),
      ...when(former, ["secrets", id], "a secret that is renamed or moved"),
      ...when(
        extraPolicyStatements.length,
        ["secrets", id, "extraPolicyStatements"],
        "a statement of yours, which names what is not in the copy",
      ),
    ]),
    ...readers.flatMap(({ failoverRegion, grants, id, syncToKubernetesSecrets }) => [
      ...when(failoverRegion, ["readers", id, "failoverRegion"], "a failover region"),
      ...when(
        syncToKubernetesSecrets.length,
        ["readers", id, "syncToKubernetesSecrets"],
        "a Kubernetes Secret",
      ),
      ...when(
        grants.some((grant) => grant.jmesPath.length > 0 || grant.version || grant.versionStage),
        ["readers", id, "reads"],
        "a read of a part or of one version: the trial's values are random texts",
      ),
    ]),
    ...clusters.flatMap(({ id, kubeconfigContext }) =>
      when(
        kubeconfigContext,
        ["clusters", id, "kubeconfigContext"],
        "a context of the kubeconfig: the trial asks clusters by tokens of EKS",
      ),
    ),
  ];
}

function obstacle(path: string[], what: string): Obstacle {
  const says = `cannot be copied under the names of a trial: ${what}; name an inventory without it, or leave out --inventory`;
  return { path, says };
}

function when(there: unknown, path: string[], what: string): Obstacle[] {
  return there ? [obstacle(path, what)] : [];
}

/** The names of a created cluster, and of its roles, begin with its key. */
function clusterKey({ create, id }: ResolvedCluster, { name }: TrialNames): string {
  return create ? `${name}-${id}` : id;
}

function clusterEntry({ account, create, name, region, secretsStoreCsi }: ResolvedCluster) {
  const place = { account: account.name, region };
  if (create) return { ...place, create, secretsStoreCsi };
  return {
    ...{ ...place, name, existing: true, createNamespaces: true },
    // The user's own stacks have installed them.
    secretsStoreCsi: { install: "existing", podIdentityAgent: "existing" },
  };
}

function secretEntry(
  { account, id, key, region, sealed, style }: ResolvedSecret,
  names: TrialNames,
) {
  return {
    ...{ name: `${names.name}/${id}`, account: account.name, region, sealed, style },
    ...(key?.alias !== undefined && { key: `${names.name}-${key.alias}` }),
    recoveryWindowInDays: 0,
  };
}

function readerEntry(reader: ResolvedReader, names: TrialNames, index: number) {
  const { name } = names;
  const { cluster, grants, mode, namespace, permissionsBoundary, region, serviceAccount } = reader;
  return {
    ...{
      cluster: clusterKey(cluster, names),
      namespace: `${name}-${namespace}`,
      serviceAccount,
      mode,
      region,
    },
    ...{ roleName: `${name}-${index}`, permissionsBoundary },
    ...(reader.targetRole && { targetRoleName: `${name}-${index}-target` }),
    reads: grants.map(({ file, filePermission, target }) => ({
      ...{ secret: target.id, as: file, filePermission },
    })),
    deployment: { image: PROBE_IMAGE, mountPath: "/mnt/secrets" },
  };
}

function byName<Key extends string, One extends Record<Key, string>>(
  all: readonly One[],
  key: Key,
  entry: (one: One) => object,
): Record<string, object> {
  return Object.fromEntries(all.map((one) => [one[key], entry(one)]));
}
