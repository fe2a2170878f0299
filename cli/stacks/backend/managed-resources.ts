import type { ExportedResource, ExportedState } from "./exported-state";

/**
 * What a stack holds, as a run of it counts: the engine tells of no provider that it made by itself, and of no stack that is only
 * read.
 */
export function managedResources({ resources }: ExportedState): ExportedResource[] {
  return resources.filter((one) => !one.external && !isDefaultProvider(one));
}

function isDefaultProvider({ type, urn }: ExportedResource): boolean {
  return type.startsWith("pulumi:providers:") && /::default(?:_[^:]*)?$/.test(urn);
}
