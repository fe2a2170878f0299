import { memoize } from "iam-proof/collections";
import { inCluster, kubernetesKind } from "../../kind";
import type { Cluster, Role } from "../../rbac/cluster";
import { aggregated, boundRole, rulesOf } from "../../rbac/decide";
import type { Rule } from "../../rbac/rule";
import { withCluster } from "../../world";

const RBAC = "rbac.authorization.k8s.io";

const ALL: Rule[] = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];

/** The roles that somebody has: those that are bound, and those that a bound one aggregates. */
const rolesInUse = memoize((cluster: Cluster): Set<Role> => {
  const bound = cluster.bindings.flatMap((one) => boundRole(cluster, one) ?? []);
  return new Set([...new Set(bound)].flatMap((role) => [...aggregated(role, cluster.roles)]));
});

/** Somebody adds rules to a role that they have, or that somebody has whom they become. */
export const escalateRole = kubernetesKind({
  id: "escalate-role",
  gives: "becomes",
  title: "Add rights to a role",
  actions: ["patch clusterroles", "patch roles"],
  *tries({ cluster, firstOf, may, user }) {
    const rules = rulesOf(cluster, user).flatMap((one) => one.rules);
    if (!rules.some(({ verbs }) => verbs.includes("escalate") || verbs.includes("*"))) return;
    for (const role of rolesInUse(cluster)) {
      const { aggregates, name, namespace } = role;
      const resource = namespace === undefined ? "clusterroles" : "roles";
      // A new ClusterRole is enough where the role aggregates others.
      for (const isNew of aggregates.length > 0 ? [true, false] : [false]) {
        const own = { group: RBAC, resource, namespace, ...(!isNew && { name }) };
        const write = firstOf(isNew ? "create" : "patch update", own);
        const escalate = { ...own, verb: "escalate" };
        if (!write || !may(escalate)) continue;
        yield {
          alters: [cluster.arn],
          target: inCluster(cluster, `${resource.slice(0, -1)} ${name}`),
          needs: [...write, escalate],
          apply: (world) =>
            withCluster(world, cluster.arn, (now) => ({
              ...now,
              roles: now.roles.map((one) =>
                one.name === name && one.namespace === namespace ? { ...one, rules: ALL } : one,
              ),
            })),
        };
      }
    }
  },
});
