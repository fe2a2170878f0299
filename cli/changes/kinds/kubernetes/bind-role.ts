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

/** Somebody binds a role to themselves. Kubernetes asks for the verb bind, unless they have all of its rights. */
export const bindRole = kubernetesKind({
  id: "bind-role",
  gives: "becomes",
  about: {
    title: "Bind a stronger role to oneself",
    pages: [
      "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping",
    ],
    prerequisites:
      "The right to create, patch or update bindings, with the verb bind on a role. Without it, Kubernetes lets one bind only what one may do already.",
    fix: "Give nobody the verb bind, but on named roles.",
    events: ["audit: create rolebindings", "audit: create clusterrolebindings"],
    coverage: "full",
  },
  *tries({ accounts, cluster, firstOf, may, user }) {
    const bindable = ({ name, namespace }: Pick<Role, "name" | "namespace">) =>
      may({
        ...{ verb: "bind", group: RBAC, name, namespace },
        resource: namespace === undefined ? "clusterroles" : "roles",
      });
    const admin = { name: "cluster-admin", namespace: undefined };
    const all = bindable(admin) ? [admin] : cluster.roles.filter(bindable);
    const namespaces = new Set(accounts.map(({ namespace }) => namespace));
    for (const role of all) {
      const own = role.namespace === undefined ? [undefined, ...namespaces] : [role.namespace];
      for (const namespace of own) {
        const resource = namespace === undefined ? "clusterrolebindings" : "rolebindings";
        const names = cluster.bindings.filter(
          (one) => one.namespace === namespace && one.roleRef.name === role.name,
        );
        const write =
          firstOf("create", { group: RBAC, resource, namespace }) ??
          names
            .map(({ name }) => firstOf("patch update", { group: RBAC, resource, namespace, name }))
            .find((one) => one);
        const kind = role.namespace === undefined ? "ClusterRole" : "Role";
        const bind = {
          verb: "bind",
          group: RBAC,
          resource: `${kind.toLowerCase()}s`,
          name: role.name,
        };
        yield {
          variant: user.username,
          alters: [cluster.arn],
          target: inCluster(cluster, `${kind} ${role.name}${namespace ? ` in ${namespace}` : ""}`),
          needs: write && [...write, { ...bind, namespace: role.namespace }],
          apply: (world) =>
            withCluster(world, cluster.arn, (now) => bound(now, user, kind, role.name, namespace)),
        };
        // Bound in all namespaces, it is bound in each.
        if (namespace === undefined && write) break;
      }
    }
  },
});
