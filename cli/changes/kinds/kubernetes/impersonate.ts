import { inCluster, kubernetesKind } from "../../kind";
import { NODES, serviceAccountUser } from "../../rbac/cluster";
import { MASTERS, rulesOf } from "../../rbac/decide";
import { kubernetesActor } from "../../users";
import { NODE_USER } from "./node-tokens";

/** Somebody calls the API server as another user, who has more rights. */
export const impersonate = kubernetesKind({
  id: "impersonate",
  gives: "becomes",
  title: "Impersonate somebody with more rights",
  actions: ["an event with impersonatedUser"],
  *tries({ accounts, cluster, may, user: own }) {
    const become = (username: string, groups: string[]) => [
      kubernetesActor({
        cluster: cluster.arn,
        username,
        groups: [...groups, "system:authenticated"],
      }),
    ];
    for (const { name, namespace } of accounts) {
      const user = serviceAccountUser(cluster.arn, { name, namespace });
      yield {
        target: inCluster(cluster, `service account ${namespace}/${name}`),
        needs: [{ verb: "impersonate", resource: "serviceaccounts", namespace, name }],
        becomes: [kubernetesActor(user)],
      };
    }
    const bound = cluster.bindings.flatMap(({ subjects }) => subjects);
    const named = (kind: string) =>
      bound.filter((one) => one.kind === kind).map(({ name }) => name);
    // A rule may name a user or a group whom no binding names.
    const inRules = rulesOf(cluster, own)
      .flatMap(({ rules }) => rules)
      .flatMap(({ resourceNames = [], verbs }) =>
        verbs.includes("impersonate") ? resourceNames : [],
      );
    const users = [...new Set([...named("User"), "anybody", `${NODE_USER}any`, ...inRules])].map(
      (name) => ({
        ...{ name, needs: { verb: "impersonate", resource: "users", name } },
      }),
    );
    for (const { name, needs } of users) {
      yield {
        target: inCluster(cluster, `user ${name}`),
        needs: [needs],
        becomes: become(name, []),
      };
    }
    const bearers = [
      ...users,
      ...accounts.map(({ name, namespace }) => ({
        name: `system:serviceaccount:${namespace}:${name}`,
        needs: { verb: "impersonate", resource: "serviceaccounts", namespace, name },
      })),
    ];
    const bearing = bearers.filter(({ needs }) => may(needs));
    for (const group of new Set([MASTERS, NODES, ...named("Group"), ...inRules])) {
      const bearer = bearing.find(({ name }) => group !== NODES || name.startsWith(NODE_USER));
      if (!bearer) continue;
      yield {
        target: inCluster(cluster, `group ${group}`),
        needs: [bearer.needs, { verb: "impersonate", resource: "groups", name: group }],
        becomes: become(bearer.name, [group]),
      };
    }
  },
});
