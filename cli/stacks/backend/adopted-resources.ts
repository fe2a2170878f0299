import { nameIn } from "eks-pod-secrets/change-losses";
import { type Import, importKey, recordedImports } from "../../../stacks/import-file";
import type { ExportedResource } from "./exported-state";

type Entry = Omit<Import, "place">;

/** What a stack took over: by its import file, and as it recorded itself. */
export function allImports(
  imports: readonly Import[],
  resources: readonly ExportedResource[],
): Entry[] {
  return [...recordedImports(resources), ...imports];
}

/** Of the resources of a stack, the objects that it took over by these entries. One that it has since made anew is none. */
export function adoptedResources(
  resources: readonly ExportedResource[],
  imports: readonly Entry[],
): ExportedResource[] {
  const ids = new Map(imports.map((one) => [importKey(one), one.id]));
  return resources.filter(({ id, type, urn }) => {
    const imported = ids.get(importKey({ type, name: nameIn(urn) }));
    // The import id of an association begins with its cluster.
    return id !== undefined && (imported === id || imported?.endsWith(`,${id}`));
  });
}
