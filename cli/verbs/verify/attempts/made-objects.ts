import { setTimeout as sleep } from "node:timers/promises";

import type { AccountAccess } from "../../../aws/account-access";
import {
  type AskedCluster,
  deleteObject,
  type ReadObject,
  readerOf,
} from "../../../clusters/kubernetes-objects";
import { UserError } from "../../../terminal/errors";
import { MADE_TAG } from "./names";
import { withCluster } from "./pod-tokens";

/** How long a cluster may take to delete a namespace or a pod, and between two looks. In milliseconds. */
const PATIENCE = 120_000;
const PACE = 1_000;

/**
 * Deletes what attempts made in a namespace, and waits until it is gone: the namespace with everything in it, where they made that, else
 * their pods and service accounts. Whether there was any. Rejects where the cluster does not let it look.
 */
export function removeMadeObjects(
  access: AccountAccess,
  cluster: AskedCluster,
  namespace: string,
): Promise<boolean> {
  return withCluster(cluster, access, async (call) => {
    const read = readerOf(cluster.id, call);
    const made = await madeIn(read, `/api/v1/namespaces/${namespace}`);
    for (const path of made) await deleteObject(cluster.id, call, path);
    const deadline = Date.now() + PATIENCE;
    for (const path of made) {
      while (await read(path)) {
        if (Date.now() > deadline) throw new UserError(`${path} is still being deleted`);
        await sleep(PACE);
      }
    }
    return made.length > 0;
  });
}

interface KubernetesObject {
  metadata: { name: string; labels?: Record<string, string> };
}

/** Paths of what attempts made, what is being deleted included. */
async function madeIn(read: ReadObject, within: string): Promise<string[]> {
  const namespace = await read(within);
  if (namespace === undefined) return [];
  if (isMade(JSON.parse(namespace))) return [within];
  const lists = [`${within}/pods`, `${within}/serviceaccounts`].map(async (path) => {
    const { items = [] } = JSON.parse((await read(path)) ?? "{}") as { items?: KubernetesObject[] };
    return items.filter(isMade).map(({ metadata }) => `${path}/${metadata.name}`);
  });
  return (await Promise.all(lists)).flat();
}

function isMade({ metadata: { labels } }: KubernetesObject): boolean {
  return labels?.[MADE_TAG] !== undefined;
}
