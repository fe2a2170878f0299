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

/** How long to wait until a cluster has deleted a namespace or pod. */
const PATIENCE = 120_000;
const PACE = 1_000;

/**
 * Deletes what attempts created in a namespace, and waits until it is gone: the namespace with everything in it, if they created
 * it, otherwise their pods and service accounts. Returns whether there was any. Rejects if the cluster does not allow the check.
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

/** Paths of what attempts created, including what is being deleted. */
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
