import { type Inside, kubernetesKind } from "../../kind";
import type { Cluster } from "../../rbac/cluster";
import type { Attempt } from "../../rbac/rule";

/** Resources whose controllers create pods, with their groups. */
export const MAKERS: [group: string, resource: string][] = [
  ...["deployments", "daemonsets", "statefulsets", "replicasets"].map((one): [string, string] => [
    "apps",
    one,
  ]),
  ...["jobs", "cronjobs"].map((one): [string, string] => ["batch", one]),
  ["", "replicationcontrollers"],
];

/** The workloads of a namespace that could be changed. If nobody read those of the resource, one of any name. */
export function workloadsOf(
  { readWorkloads, workloads }: Cluster,
  namespace: string,
  resource: string,
): { name: string | null; worstCase?: string }[] {
  if (readWorkloads.includes(resource)) {
    return workloads
      .filter((one) => one.namespace === namespace && one.resource.split(".")[0] === resource)
      .map(({ name }) => ({ name }));
  }
  const worstCase = `nobody read ${resource}: namespace ${namespace} is taken to have one`;
  return [{ name: null, worstCase }];
}

const REVISIONS = { group: "apps", resource: "controllerrevisions" };

/**
 * What the user needs so that a StatefulSet's pods are made of a revision of theirs: they have its status name the revision, or put
 * it in the place of another one.
 */
export function* revisionNeeds(
  { cluster, firstOf }: Inside,
  namespace: string,
): Iterable<{ needs: Attempt[] | undefined; worstCase?: string }> {
  const make = firstOf("create", { ...REVISIONS, namespace });
  if (!make) return;
  const remove =
    firstOf("delete", { ...REVISIONS, namespace, name: null }) ??
    firstOf("deletecollection", { ...REVISIONS, namespace });
  const status = { group: "apps", resource: "statefulsets/status", namespace };
  for (const { name, ...more } of workloadsOf(cluster, namespace, "statefulsets")) {
    const use = remove ?? firstOf("patch update", { ...status, name });
    yield { needs: use && [...make, ...use], ...more };
  }
}

/** Somebody makes a controller of Kubernetes create pods that run as a service account. */
export const makePods = kubernetesKind({
  id: "make-pods",
  gives: "runs",
  title: "Create or change what makes pods",
  actions: ["create deployments", "patch deployments"],
  *tries(inside) {
    const { cluster, firstOf, namespaces } = inside;
    for (const [namespace, as] of namespaces) {
      for (const [group, resource] of MAKERS) {
        const target = `${resource} of namespace ${namespace}`;
        const create = firstOf("create", { group, resource, namespace });
        yield { target, needs: create, as };
        if (create) continue;
        for (const { name, worstCase } of workloadsOf(cluster, namespace, resource)) {
          const needs = firstOf("patch update", { group, resource, namespace, name });
          yield { target, needs, as, ...(worstCase && { worstCase }) };
        }
      }
      const target = `revisions of StatefulSets of namespace ${namespace}`;
      for (const one of revisionNeeds(inside, namespace)) yield { ...one, target, as };
    }
  },
});
