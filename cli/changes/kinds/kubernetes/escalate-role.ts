import { inCluster, kubernetesKind } from "../../kind";
import { rulesOf } from "../../rbac/decide";
import type { Rule } from "../../rbac/rule";
import { withCluster } from "../../world";

const RBAC = "rbac.authorization.k8s.io";

const ALL: Rule[] = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];

/** Somebody adds rules to a role that they have. */
export const escalateRole = kubernetesKind({
  id: "escalate-role",
  gives: "becomes",
  title: "Add rights to one's own role",
  actions: ["patch clusterroles", "patch roles"],
  *tries({ cluster, firstOf, may, user }) {
    for (const { holdsIn: _, role } of rulesOf(cluster, user)) {
      if (!role) continue;
      const { name, namespace } = role;
      const resource = namespace === undefined ? "clusterroles" : "roles";
      const isAggregating = role.aggregates.length > 0;
      const own = { group: RBAC, resource, namespace, ...(!isAggregating && { name }) };
      const write = firstOf(isAggregating ? "create" : "patch update", own);
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
  },
});
