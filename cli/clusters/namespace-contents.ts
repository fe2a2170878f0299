import { inParallel } from "iam-proof/collections";
import type { ReadObject } from "./kubernetes-objects";

/** The most lists in flight for one cluster. */
const AT_ONCE = 8;

/** What Kubernetes itself creates in each namespace, by kind and name. */
const BUILT_IN = ["ConfigMap/kube-root-ca.crt", "ServiceAccount/default"];

/** A resource of an API, from discovery. */
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
 * The contents of a namespace, as `configmaps/NAME`: objects of every kind that the cluster serves, except events, objects that
 * are being deleted, and what Kubernetes creates itself. Rejects with a `UserError` if a kind cannot be listed.
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
