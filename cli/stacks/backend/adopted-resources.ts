import { nameIn } from "eks-pod-secrets/change-losses";
import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { type Import, importKey, recordedImports } from "../../../stacks/import-file";
import type { ExportedResource } from "./exported-state";

const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

type Entry = Omit<Import, "place">;

/** What a stack took over: by its import file, and as it recorded itself. */
export function allImports(
  imports: readonly Import[],
  resources: readonly ExportedResource[],
): Entry[] {
  return [...recordedImports(resources), ...imports];
}

/**
 * Of the resources of a stack, the objects that it took over by these entries. One that it has since made anew is none, and neither is
 * the policy of a role that bears our name, once a run has deployed it: an `adopt` that is run again finds it, too.
 */
export function adoptedResources(
  resources: readonly ExportedResource[],
  imports: readonly Entry[],
): ExportedResource[] {
  const ids = new Map(imports.map((one) => [importKey(one), one.id]));
  return resources.filter(({ id, protect, type, urn }) => {
    const isOurs = type === ROLE_POLICY && id?.endsWith(`:${OWN_POLICY_NAME}`);
    if (isOurs && !protect) return false;
    const imported = ids.get(importKey({ type, name: nameIn(urn) }));
    // The import id of an association begins with its cluster.
    return id !== undefined && (imported === id || imported?.endsWith(`,${id}`));
  });
}
