import { isDeepStrictEqual } from "node:util";

import { type FindOptions, findCreated, isFindable } from "./find-created";

/** The parts of a stack's exported state that are read here. */
interface State {
  deployment?: {
    resources?: StateResource[];
    pending_operations?: { type: string; resource: StateResource }[];
  };
}

interface StateResource {
  urn: string;
  type: string;
  id?: string;
  /** URN and id of its provider. */
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** When the engine first recorded that it exists. */
  created?: string;
}

/** A state in which nothing is half done any more. */
export interface SettledState {
  /** To be imported in place of the state that was exported. */
  text: string;
  /** URNs of the resources that were taken in, now or by a run that got no further; their provider fills in the outputs at the next refresh. */
  adopted: string[];
}

/**
 * Settles what a killed run had begun and not recorded, from a state as `pulumi stack export` prints it: a resource that does
 * exist is taken in, so that the next run neither makes it twice nor fails because its name is taken; the rest is forgotten and
 * done again. Undefined where nothing is pending; only else is `access` asked.
 */
export async function settledState(
  text: string,
  access: () => Promise<FindOptions>,
  now = new Date(),
): Promise<SettledState | undefined> {
  const state = JSON.parse(text) as State;
  const { pending_operations: pending = [], resources = [] } = state.deployment ?? {};
  // Taken in by a run that was killed before it could refresh them.
  const unread = resources.filter(
    ({ id, inputs, outputs, type }) => id && isFindable(type) && isDeepStrictEqual(outputs, inputs),
  );
  if (!state.deployment || pending.length + unread.length === 0) return undefined;

  const options = await access();
  const adopted: StateResource[] = [];
  for (const { resource, type } of pending) {
    const isRecorded = resources.some(({ id, urn }) => urn === resource.urn && id);
    if (type !== "creating" || isRecorded) continue;
    const inputs = resource.inputs ?? {};
    const region = regionOf(resource) ?? options.region;
    const id = await findCreated({ ...options, region }, resource.type, inputs);
    if (id) adopted.push({ ...resource, id, outputs: inputs, created: now.toISOString() });
  }
  state.deployment.resources = [...resources, ...adopted];
  state.deployment.pending_operations = [];
  return { text: JSON.stringify(state), adopted: [...unread, ...adopted].map(({ urn }) => urn) };
}

/** A provider for a region that is not its account's own is named after it: `aws-eu-central-1`. */
function regionOf({ provider = "" }: StateResource): string | undefined {
  return /::aws-([a-z]+-[a-z0-9-]+)::[^:]*$/.exec(provider)?.[1];
}
