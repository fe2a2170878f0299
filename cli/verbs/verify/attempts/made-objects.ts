import type { AccountAccess } from "../../../aws/account-access";
import {
  type AskedCluster,
  type ClusterCalls,
  deleteObject,
} from "../../../clusters/kubernetes-objects";
import { MADE_TAG } from "./names";
import { withCluster } from "./pod-tokens";

/**
 * Deletes what attempts made in a namespace: the namespace with everything in it, where they made that, else their pods and
 * service accounts. Whether there was any.
 */
export function removeMadeObjects(
  access: AccountAccess,
  cluster: AskedCluster,
  namespace: string,
): Promise<boolean> {
  return withCluster(cluster, access, async (call) => {
    const within = `/api/v1/namespaces/${namespace}`;
    const made = (await isMade(call, within))
      ? [within]
      : [
          ...(await madeIn(call, `${within}/pods`)),
          ...(await madeIn(call, `${within}/serviceaccounts`)),
        ];
    for (const path of made) await deleteObject(cluster.id, call, path);
    return made.length > 0;
  });
}

interface KubernetesObject {
  metadata: { name: string; labels?: Record<string, string>; deletionTimestamp?: string };
}

async function isMade(call: ClusterCalls, path: string): Promise<boolean> {
  const { body, status } = await call({ method: "GET", path });
  return status === 200 && hasLabel(JSON.parse(body));
}

async function madeIn(call: ClusterCalls, path: string): Promise<string[]> {
  const { body, status } = await call({ method: "GET", path });
  if (status !== 200) return [];
  const { items = [] } = JSON.parse(body) as { items?: KubernetesObject[] };
  return items.filter(hasLabel).map(({ metadata }) => `${path}/${metadata.name}`);
}

function hasLabel({ metadata: { deletionTimestamp, labels } }: KubernetesObject): boolean {
  return labels?.[MADE_TAG] !== undefined && deletionTimestamp === undefined;
}
