import type { ExportedResource, State } from "./exported-state";

/** A state without some of its resources, and without references to them; undefined if it has none of them. */
export function stateWithout(
  text: string,
  goneOf: (resources: readonly ExportedResource[]) => readonly ExportedResource[],
): string | undefined {
  const state = JSON.parse(text) as State;
  const { resources = [] } = state.deployment ?? {};
  const gone = new Set(goneOf(resources));
  if (!state.deployment || gone.size === 0) return undefined;
  const kept = resources.filter((one) => !gone.has(one));
  const urns = new Set(kept.map(({ urn }) => urn));
  const only = (some: readonly string[] = []) => some.filter((one) => urns.has(one));
  state.deployment.resources = kept.map((one) => ({
    ...one,
    ...(one.dependencies && { dependencies: only(one.dependencies) }),
    ...(one.propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(one.propertyDependencies).map(([key, some]) => [key, only(some ?? [])]),
      ),
    }),
  }));
  return JSON.stringify(state);
}
