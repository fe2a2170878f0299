import { inCluster, kubernetesKind } from "../../kind";
import type { Cluster, KubernetesUser, Role } from "../../rbac/cluster";
import { withCluster } from "../../world";

const RBAC = "rbac.authorization.k8s.io";

function bound(
  cluster: Cluster,
  { username }: KubernetesUser,
  kind: string,
  name: string,
  namespace: string | undefined,
): Cluster {
  const subjects = [{ kind: "User", name: username }];
  const binding = { name: "attacker", namespace, roleRef: { kind, name }, subjects };
  return { ...cluster, bindings: [...cluster.bindings, binding] };
}

/** Somebody binds a role to themselves. Kubernetes requires the verb `bind`, unless they have all of the role's rights. */
export const bindRole = kubernetesKind({
  id: "bind-role",
  gives: "becomes",
  title: "Bind a stronger role to oneself",
  actions: ["create rolebindings", "create clusterrolebindings"],
  *tries({ accounts, cluster, firstOf, may, user }) {
    const admin = { name: "cluster-admin", namespace: undefined };
    const bindOf = ({ name, namespace }: Pick<Role, "name" | "namespace">, within?: string) => ({
      ...{ verb: "bind", group: RBAC, name, namespace: within },
      resource: namespace === undefined ? "clusterroles" : "roles",
    });
    const everywhere = new Set<string>();
    // Kubernetes requires the verb in the namespace of the binding, for a ClusterRole too.
    for (const within of [undefined, ...new Set(accounts.map(({ namespace }) => namespace))]) {
      const roles = cluster.roles.filter(
        ({ namespace }) => namespace === undefined || namespace === within,
      );
      const resource = within === undefined ? "clusterrolebindings" : "rolebindings";
      const bindings = cluster.bindings.filter(({ namespace }) => namespace === within);
      const create = firstOf("create", { group: RBAC, resource, namespace: within });
      for (const role of create && may(bindOf(admin, within)) ? [admin] : [admin, ...roles]) {
        const bind = bindOf(role, within);
        if (!may(bind) || (role.namespace === undefined && everywhere.has(role.name))) continue;
        const kind = role.namespace === undefined ? "ClusterRole" : "Role";
        const write =
          create ??
          bindings
            .filter(({ roleRef }) => roleRef.name === role.name && roleRef.kind === kind)
            .map(({ name }) =>
              firstOf("patch update", { group: RBAC, resource, namespace: within, name }),
            )
            .find((one) => one);
        if (within === undefined && write) everywhere.add(role.name);
        yield {
          variant: user.username,
          alters: [cluster.arn],
          target: inCluster(cluster, `${kind} ${role.name}${within ? ` in ${within}` : ""}`),
          needs: write && [...write, bind],
          apply: (world) =>
            withCluster(world, cluster.arn, (now) => bound(now, user, kind, role.name, within)),
        };
      }
    }
  },
});
