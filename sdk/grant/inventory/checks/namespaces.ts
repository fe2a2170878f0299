import { getOrMake } from "../../../../proof/collections/maps";
import { isBuiltInNamespace } from "../../../rules/kubernetes";
import type { Report } from "../../../rules/problem";
import { shown, suggestion } from "../../../rules/wording";
import type { ResolvedCluster } from "../../landing-zone/landing-zone";
import type { ReaderDraft } from "../resolve/readers";

/** Reports each namespace to create that no reader needs, or that every cluster has. */
export function checkNamespaces(
  clusters: Iterable<ResolvedCluster>,
  drafts: readonly ReaderDraft[],
  report: Report,
): void {
  const needed = new Map<ResolvedCluster, Set<string>>();
  for (const { reader } of drafts) {
    getOrMake(needed, reader.cluster, () => new Set()).add(reader.namespace);
  }
  for (const cluster of clusters) {
    const { createNamespaces, id } = cluster;
    if (!Array.isArray(createNamespaces)) continue;
    const own = needed.get(cluster) ?? new Set();
    for (const [index, name] of createNamespaces.entries()) {
      report(["clusters", id, "createNamespaces", index], namespaceFlaw(name, own));
    }
  }
}

function namespaceFlaw(name: string, own: ReadonlySet<string>): string | undefined {
  if (isBuiltInNamespace(name))
    return `must be left out, got ${shown(name)}, which every cluster has`;
  if (own.has(name)) return undefined;
  return `must be the namespace of a reader of this cluster, got ${shown(name)}${suggestion(name, own)}`;
}
