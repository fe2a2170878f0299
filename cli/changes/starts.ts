import type { Actor, World } from "iam-proof";
import { accountsOf } from "./associations";
import { type Cluster, type KubernetesUser, type Named, serviceAccountUser } from "./rbac/cluster";
import { rulesOf } from "./rbac/decide";
import { kubernetesActor } from "./users";
import { clustersOf } from "./world";

/** The user and the group of an anonymous request. */
const ANONYMOUS: [user: string, group: string] = ["system:anonymous", "system:unauthenticated"];

/**
 * Actors with whom an attack may begin in clusters: pods of service accounts with rights of their own, and users and groups
 * without an access entry.
 */
export function startsInClusters(world: World): Actor[] {
  return clustersOf(world).clusters.flatMap((cluster) => {
    const subjects = cluster.bindings.flatMap(({ namespace, subjects }) =>
      subjects.map((one) => ({ ...one, namespace: one.namespace ?? namespace })),
    );
    const bearing = (kind: string) => subjects.filter((one) => one.kind === kind);
    const entered = new Set([
      ...cluster.accessEntries.flatMap((one) => [one.username, ...one.kubernetesGroups]),
      ...cluster.awsAuth.flatMap((one) => [one.username, ...one.groups]),
    ]);
    const isOutside = ({ name }: { name: string }) =>
      !entered.has(name) && !name.startsWith("system:") && !name.startsWith("eks:");
    const { arn } = cluster;
    const groups = new Set(bearing("Group").map(({ name }) => name));
    const inGroups = accountsOf(world, cluster).filter((one) =>
      serviceAccountUser(arn, one).groups.some((group) => groups.has(group)),
    );
    const isOpen = [...groups, ...bearing("User").map(({ name }) => name)].some((name) =>
      ANONYMOUS.includes(name),
    );
    const users: KubernetesUser[] = [
      ...bearing("ServiceAccount").flatMap(({ name, namespace }) =>
        namespace ? [serviceAccountUser(arn, { namespace, name } satisfies Named, true)] : [],
      ),
      ...inGroups.map((one) => serviceAccountUser(arn, one, true)),
      ...(isOpen ? [{ cluster: arn, username: ANONYMOUS[0], groups: [ANONYMOUS[1]] }] : []),
      ...bearing("User")
        .filter(isOutside)
        .map(({ name }) => outsider(arn, name, [])),
      ...bearing("Group")
        .filter(isOutside)
        .map(({ name }) => outsider(arn, `one of ${name}`, [name])),
    ];
    const own = new Map(users.map((one) => [one.username, one]));
    return [...own.values()].map((one) => ({
      ...kubernetesActor(one),
      alike: likeness(cluster, one),
    }));
  });
}

/** The pods of a cluster's service accounts, as users of the cluster. */
export function podsIn(
  world: World,
  of: { clusterArn: string; namespace?: string; serviceAccount?: string },
): Actor[] {
  const { clusterArn, namespace, serviceAccount } = of;
  const cluster = clustersOf(world).clusters.find(({ arn }) => arn === clusterArn);
  if (!cluster) return [];
  return accountsOf(world, cluster)
    .filter((one) => (namespace ?? one.namespace) === one.namespace)
    .filter((one) => (serviceAccount ?? one.name) === one.name)
    .map((one) => kubernetesActor(serviceAccountUser(clusterArn, one, true)));
}

function outsider(cluster: string, username: string, groups: string[]): KubernetesUser {
  return { cluster, username, groups: [...groups, "system:authenticated"] };
}

/** A key that is equal for users with equal rights. */
function likeness(cluster: Cluster, user: KubernetesUser): string {
  const roles = rulesOf(cluster, user).map(({ namespace = "", rules }) => [namespace, rules]);
  return JSON.stringify([cluster.arn, user.hasPod ?? false, roles]);
}
