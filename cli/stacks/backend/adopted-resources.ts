import { nameIn } from "eks-pod-secrets/change-losses";
import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { type Import, importKey, recordedImports } from "../../../stacks/import-file";
import type { ExportedResource } from "./exported-state";

const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

type Entry = Omit<Import, "place">;

/** Everything that a stack took over, from its import file and its own record. */
export function allImports(
  imports: readonly Import[],
  resources: readonly ExportedResource[],
): Entry[] {
  return [...recordedImports(resources), ...imports];
}

/**
 * The resources of a stack that it took over with these entries. Excludes a resource that the stack has created again since, and
 * a role policy with our name once a run has deployed it, which a repeated `adopt` also finds.
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
    // The import id of an association starts with its cluster.
    return id !== undefined && (imported === id || imported?.endsWith(`,${id}`));
  });
}
