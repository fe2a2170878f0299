import { addTo, memoize } from "iam-proof/collections";
import type { Cluster, Named, Pod, Workload } from "./rbac/cluster";

/** A pod in which a program could run. */
export interface SomePod extends Omit<Pod, "name" | "serviceAccount"> {
  /** Null: nobody read the name, so it may be any. */
  name: string | null;
  /** Set if nobody saw the pod. */
  worstCase?: string;
}

/** The pods of a service account. If nobody read the pods, one of any name. */
export function podsOf(cluster: Cluster, { name, namespace }: Named): SomePod[] {
  if (cluster.pods) return podsIn(cluster).get(`${namespace}/${name}`) ?? [];
  const worstCase = `nobody read pods: ${namespace}/${name} is taken to have one`;
  return [{ namespace, name: null, worstCase }];
}

/** The pods that have a Secret, or without a name, some Secret. If nobody read the pods, one of any name. */
export function podsWith(cluster: Cluster, namespace: string, secret?: string): SomePod[] {
  if (cluster.pods) {
    const all = podsIn(cluster).get(namespace) ?? [];
    return all.filter(({ secrets = [] }) =>
      secret === undefined ? secrets.length > 0 : secrets.includes(secret),
    );
  }
  const worstCase = `nobody read pods: one of namespace ${namespace} is taken to have Secret ${secret ?? "of that name"}`;
  return [{ namespace, name: null, worstCase }];
}

/** The service accounts that have pods. */
export function withPods(cluster: Cluster, accounts: readonly Named[]): Named[] {
  return accounts.filter((account) => podsOf(cluster, account).length > 0);
}

/** The pods by namespace, and by service account: those that were read before those that workloads could make later. */
const podsIn = memoize(({ pods = [], workloads }: Cluster) => {
  const found = new Map<string, SomePod[]>();
  const seen = new Set(pods.map(sortOf));
  const later = workloads.filter((one) => !seen.has(sortOf(one))).map(podOf);
  for (const { serviceAccount, ...pod } of [...pods, ...later]) {
    addTo<string, SomePod>(found, pod.namespace, pod);
    addTo<string, SomePod>(found, `${pod.namespace}/${serviceAccount}`, pod);
  }
  return found;
});

/** What a workload's pods have in common. */
function sortOf({ namespace, secrets = [], serviceAccount }: Pod): string {
  return JSON.stringify([namespace, serviceAccount, ...secrets]);
}

function podOf({ name, namespace, resource, secrets = [], serviceAccount }: Workload) {
  const worstCase = `${name} of ${resource} in ${namespace} is taken to make a pod`;
  return { namespace, name: null, serviceAccount, secrets, worstCase };
}
