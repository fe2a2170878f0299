import { inParallel } from "iam-proof/collections";
import type { ReadObject } from "./kubernetes-objects";

/** Lists in flight for one cluster. */
const AT_ONCE = 8;

/** What Kubernetes itself puts into each namespace, by kind and name. */
const BUILT_IN = ["ConfigMap/kube-root-ca.crt", "ServiceAccount/default"];

/** Of a resource of an API, what discovery says. */
interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
}

interface Listed {
  metadata: { name: string; deletionTimestamp?: string };
}

/**
 * What a namespace holds, as `configmaps/NAME`: objects of every kind that the cluster serves, but for events, for what is being
 * deleted and for what Kubernetes puts there itself. It rejects with a `UserError` where one kind cannot be listed.
 */
export async function namespaceContents(read: ReadObject, namespace: string): Promise<string[]> {
  const groups = JSON.parse((await read("/apis")) ?? '{"groups":[]}').groups as {
    preferredVersion: { groupVersion: string };
  }[];
  const roots = ["/api/v1", ...groups.map((one) => `/apis/${one.preferredVersion.groupVersion}`)];
  const served = await inParallel(roots, AT_ONCE, async (root) => {
    const { resources } = JSON.parse((await read(root)) ?? '{"resources":[]}');
    return (resources as ApiResource[])
      .filter((one) => one.namespaced && one.verbs.includes("list") && one.kind !== "Event")
      .map((one) => ({ ...one, path: `${root}/namespaces/${namespace}/${one.name}` }));
  });
  const found = await inParallel(served.flat(), AT_ONCE, async ({ kind, name: plural, path }) => {
    const { items } = JSON.parse((await read(path)) ?? '{"items":[]}') as { items: Listed[] };
    return items
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .filter(({ metadata }) => !BUILT_IN.includes(`${kind}/${metadata.name}`))
      .map(({ metadata }) => `${plural}/${metadata.name}`);
  });
  return [...new Set(found.flat())].sort();
}
