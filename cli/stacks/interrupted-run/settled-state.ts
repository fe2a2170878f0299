import { isDeepStrictEqual } from "node:util";
import { regionOf } from "eks-pod-secrets/change-losses";
import type { ExportedResource, State } from "../backend/exported-state";
import type { MadeResource } from "./find-by-name";
import type { Created, FindOptions } from "./find-created";
import { findObject, NAMESPACE } from "./find-object";
import { findRelease } from "./find-release";

/** A state without unfinished operations. */
interface SettledState {
  /** The state to import instead of the exported one. */
  text: string;
  /**
   * URNs of the resources that were added, now or by an earlier run that got no further, and of those that it may have changed.
   * Their provider fills in the outputs at the next refresh.
   */
  adopted: string[];
}

/**
 * Settles what an interrupted run had begun and not recorded, in a state as printed by `pulumi stack export`. A resource that
 * exists is added, so that the next run neither creates it twice nor fails because its name is taken. All others are forgotten
 * and done again, including those where somebody else has created something with the name. What the run was changing is
 * refreshed. A resource whose creation failed is marked for replacement. A namespace that an earlier release would delete with
 * its contents is marked to stay. Undefined if nothing is left to settle; then `access` is not called.
 */
export async function settledState(
  text: string,
  access: () => Promise<FindOptions>,
  now = new Date(),
): Promise<SettledState | undefined> {
  const state = JSON.parse(text) as State;
  const { pending_operations: pending = [], resources = [] } = state.deployment ?? {};
  const candidates = resources.filter(looksUnread);
  const namespaces = resources.filter((one) => one.type === NAMESPACE && !one.retainOnDelete);
  for (const one of namespaces) one.retainOnDelete = true;
  const isChanged = pending.length + namespaces.length > 0;
  if (!state.deployment || !(isChanged || candidates.length > 0)) return undefined;
  // Loads the SDK's clients, which takes long.
  const { findCreated, isFindable, takesTime } = await import("./find-created.js");
  const { isAsBegun } = await import("./is-as-begun.js");
  const unread = candidates.filter((one) => hasFailed(one) || isFindable(one.type));
  if (!isChanged && unread.length === 0) return undefined;

  const options = await access();
  const find = (
    resource: ExportedResource,
    known: ExportedResource[],
    isOurs: (found: MadeResource) => boolean,
  ) => {
    if (isInCluster(resource)) return foundInCluster(resource, options, isOurs);
    const region = regionOf(resource) ?? options.region;
    const recognition = { isOurs, taken: idsOf(known) };
    const { inputs = {}, type } = resource;
    return findCreated({ ...options, region }, type, inputs, recognition);
  };
  const settled = [...resources];
  const adopted: string[] = [];
  for (const resource of unread) {
    const found = takesTime(resource.type) && (await find(resource, [], () => true));
    if (found) settled[settled.indexOf(resource)] = { ...resource, ...fate(found) };
    adopted.push(resource.urn);
  }
  for (const { resource, type } of pending) {
    const recorded = settled.find((one) => one.urn === resource.urn && one.id && !one.delete);
    // AWS may have changed or deleted it although the state does not say so.
    if (recorded && type !== "creating" && isOfAws(resource)) adopted.push(resource.urn);
    if (type !== "creating") continue;
    const began = begunAfter(resource, resources);
    const found = await find(
      resource,
      settled.filter((one) => one.type === resource.type),
      (made) => began !== undefined && isAsBegun(made, resource.inputs ?? {}, began),
    );
    if (!found || found.id === recorded?.id) continue;
    const outputs = { ...resource.inputs, ...found.outputs };
    const created = now.toISOString();
    const made = { ...resource, id: found.id, outputs, created, ...fate(found) };
    // What it replaces comes after it: the engine still has to delete that.
    const place = settled.findIndex(({ urn }) => urn === resource.urn);
    settled.splice(place < 0 ? settled.length : place, 0, made);
    if (recorded) settled[settled.indexOf(recorded)] = { ...recorded, delete: true };
    adopted.push(resource.urn);
  }
  state.deployment.resources = settled;
  state.deployment.pending_operations = [];
  return { text: JSON.stringify(state), adopted };
}

/** Whether it is an object that can be read from a cluster's API by its name. */
export function isObject(resource: ExportedResource): boolean {
  return isInCluster(resource) && !resource.type.startsWith("kubernetes:helm.sh/");
}

function isInCluster({ type }: ExportedResource): boolean {
  return type.startsWith("kubernetes:");
}

async function foundInCluster(
  resource: ExportedResource,
  { readOfCluster }: FindOptions,
  isOurs: (found: MadeResource) => boolean,
): Promise<Created | undefined> {
  if (!readOfCluster) return undefined;
  if (!isObject(resource)) return findRelease(resource, readOfCluster, isOurs);
  const id = await findObject(resource, readOfCluster, isOurs);
  return id === undefined ? undefined : { id };
}

/** When the engine had everything that a resource needs, and so began to create it. Undefined if no state tells. */
function begunAfter(
  { dependencies = [], parent }: ExportedResource,
  resources: readonly ExportedResource[],
): Date | undefined {
  const times = resources.flatMap(({ created, urn }) =>
    created && (urn === parent || dependencies.includes(urn)) ? [Date.parse(created)] : [],
  );
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}

/** The state as if a run had been killed while it created these resources. */
export function withCreations(text: string, resources: readonly ExportedResource[]): string {
  if (resources.length === 0) return text;
  const state = JSON.parse(text) as State;
  const { pending_operations: pending = [], ...deployment } = state.deployment ?? {};
  const creating = resources.map((resource) => ({ type: "creating", resource }));
  return JSON.stringify({
    ...state,
    deployment: { ...deployment, pending_operations: [...pending, ...creating] },
  });
}

/**
 * Whether the state may not be what AWS has: a run that added the resource was killed before the refresh, or its creation or
 * its change has failed.
 */
function looksUnread(resource: ExportedResource): boolean {
  const { associationId: _, ...others } = resource.outputs ?? {};
  return (
    Boolean(resource.id) && (hasFailed(resource) || isDeepStrictEqual(others, resource.inputs))
  );
}

/** Whether its creation stopped half way, or its change failed: the provider records what was asked for, as if that were done. */
function hasFailed({ initErrors = [], type }: ExportedResource): boolean {
  return initErrors.length > 0 && isOfAws({ type });
}

function isOfAws({ type }: Pick<ExportedResource, "type">): boolean {
  return type.startsWith("aws:");
}

/** How to mark a resource. A broken one contains nothing worth protecting. */
function fate({ isBroken }: Created): Partial<ExportedResource> {
  return isBroken ? { taint: true, protect: false } : {};
}

function idsOf(resources: ExportedResource[]): Set<string> {
  return new Set(resources.flatMap(({ id }) => id ?? []));
}
