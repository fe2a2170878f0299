import { kubernetesKind } from "../../kind";

/** Resources whose controllers create pods, with their groups. */
export const MAKERS: [group: string, resource: string][] = [
  ...["deployments", "daemonsets", "statefulsets", "replicasets"].map((one): [string, string] => [
    "apps",
    one,
  ]),
  ...["jobs", "cronjobs"].map((one): [string, string] => ["batch", one]),
  ["", "replicationcontrollers"],
];

/** Somebody makes a controller of Kubernetes create pods that run as a service account. */
export const makePods = kubernetesKind({
  id: "make-pods",
  gives: "runs",
  title: "Create or change what makes pods",
  actions: ["create deployments", "patch deployments"],
  *tries({ accounts, cluster: { readWorkloads, workloads }, firstOf }) {
    for (const account of accounts) {
      const { namespace } = account;
      for (const [group, resource] of MAKERS) {
        const isRead = readWorkloads.includes(resource);
        const known = workloads.filter(
          (one) => one.namespace === namespace && one.resource.split(".")[0] === resource,
        );
        const names = isRead ? known.map(({ name }) => name) : [null];
        const target = `${resource} of namespace ${namespace}`;
        const create = firstOf("create", { group, resource, namespace });
        yield { target, needs: create, as: [account] };
        if (create) continue;
        for (const name of names) {
          const needs = firstOf("patch update", { group, resource, namespace, name });
          const worstCase = `nobody read ${resource}: namespace ${namespace} is taken to have one`;
          yield { target, needs, as: [account], ...(!isRead && { worstCase }) };
        }
      }
    }
  },
});
