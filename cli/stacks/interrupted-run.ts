import { type FindOptions, findCreated } from "./find-created";
import { type CommandPlace, pulumi } from "./pulumi-command";

/** The parts of a stack's state that are read here. */
interface Deployment {
  resources?: StateResource[];
  pending_operations?: { type: string; resource: StateResource }[];
}

interface StateResource {
  urn: string;
  type: string;
  id?: string;
  /** URN and id of its provider. */
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/**
 * Settles what a killed run had begun and not recorded: a resource that does exist is taken into the state, so that the
 * next run neither makes it twice nor fails because its name is taken; the rest is forgotten and done again.
 */
export async function settleInterruptedRun(
  place: CommandPlace,
  stack: string,
  access: () => Promise<FindOptions>,
): Promise<void> {
  // Values that are secret stay encrypted: they are of no interest here.
  const text = await pulumi(place, ["stack", "export", "--stack", stack]);
  const state = JSON.parse(text) as { deployment?: Deployment };
  const { pending_operations: pending = [], resources = [] } = state.deployment ?? {};
  if (!state.deployment || pending.length === 0) return;

  const options = await access();
  const adopted: StateResource[] = [];
  for (const { resource, type } of pending) {
    const isRecorded = resources.some(({ id, urn }) => urn === resource.urn && id);
    if (type !== "creating" || isRecorded) continue;
    const inputs = resource.inputs ?? {};
    const region = regionOf(resource) ?? options.region;
    const id = await findCreated({ ...options, region }, resource.type, inputs);
    if (id) adopted.push({ ...resource, id, outputs: inputs });
  }
  state.deployment.resources = [...resources, ...adopted];
  state.deployment.pending_operations = [];
  await pulumi(place, ["stack", "import", "--stack", stack, "--force"], JSON.stringify(state));

  // The provider fills in the outputs of what was taken in.
  if (adopted.length === 0) return;
  const targets = adopted.flatMap(({ urn }) => ["--target", urn]);
  await pulumi(place, ["refresh", "--stack", stack, "--yes", "--skip-preview", ...targets]);
}

/** A provider for a region that is not its account's own is named after it: `aws-eu-central-1`. */
function regionOf({ provider = "" }: StateResource): string | undefined {
  return /::aws-([a-z]+-[a-z0-9-]+)::[^:]*$/.exec(provider)?.[1];
}
