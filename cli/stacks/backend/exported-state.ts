import { availableParallelism } from "node:os";
import { getOrMake } from "iam-proof/collections";
import { UserError } from "../../terminal/errors";
import { type CommandPlace, pulumi, pulumiJson } from "./pulumi-command";

/** The parts of a stack's exported state that are read here. */
export interface State {
  deployment?: {
    resources?: ExportedResource[];
    pending_operations?: { type: string; resource: ExportedResource }[];
  };
}

/** A resource as the state of a stack holds it. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  /** Whether a provider makes it. */
  custom?: boolean;
  /** When the engine first recorded that it exists, and when a run last changed it, in RFC 3339. */
  created?: string;
  modified?: string;
  /** URN of the component that it is a part of. */
  parent?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[] | null>;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** URN and id of its provider. */
  provider?: string;
  /** Only read: the stack does not own it. */
  external?: boolean;
  protect?: boolean;
  /** It stays in the cloud when the stack deletes it. */
  retainOnDelete?: boolean;
  /** Replaced, and not yet deleted. */
  delete?: boolean;
  /** Why its creation did not come to its end. */
  initErrors?: string[];
  /** The next run replaces it. */
  taint?: boolean;
}

/** A stack as its last run left it. */
export interface ExportedState {
  /** What it holds. */
  resources: ExportedResource[];
  /** What a run that was killed was creating or changing, as it was to be: it may have come to it. */
  pending: ExportedResource[];
  /** What others have taken the place of, and is still there. */
  left?: ExportedResource[];
  /** Whether the next run has something to make, replace or delete that the last one has not come to. */
  isUnfinished?: boolean;
}

/** Reads the state of a stack. */
export async function exportedState(workDir: string, stack: string): Promise<ExportedState> {
  const place = { workDir, environment: {} };
  const { deployment = {} } = await pulumiJson<State>(place, exporting(stack));
  const { pending_operations: pending = [], resources = [] } = deployment;
  for (const { outputs, type, urn } of resources) {
    if (/^aws:.*Policy$/.test(type) && !isJson(outputs?.policy)) {
      throw new UserError(
        `the state of stack ${stack} holds a policy that is no JSON, ${urn}: put back the state of an earlier run, or correct it: pulumi stack export --stack ${stack}, and pulumi stack import`,
      );
    }
  }
  return {
    resources: resources.filter((one) => !one.delete),
    left: resources.filter((one) => one.delete),
    pending: pending.filter(({ type }) => type !== "deleting").map(({ resource }) => resource),
    isUnfinished:
      pending.length > 0 ||
      resources.some((one) => one.delete || one.taint || one.initErrors?.length),
  };
}

/** Whether it is a policy's text, or none. */
function isJson(policy: unknown): boolean {
  if (typeof policy !== "string" || policy === "") return true;
  try {
    return typeof JSON.parse(policy) === "object";
  } catch {
    return false;
  }
}

/** The state as a text, to be given back by `importText`. Values that are secret stay encrypted. */
export function exportedText(place: CommandPlace, stack: string): Promise<string> {
  return pulumi(place, exporting(stack));
}

/** The resources of a state that was exported as a text. */
export function resourcesIn(text: string): ExportedResource[] {
  return (JSON.parse(text) as State).deployment?.resources ?? [];
}

export async function importText(place: CommandPlace, stack: string, input: string): Promise<void> {
  await pulumi(place, ["stack", "import", "--stack", stack, "--force"], { input });
}

/** Takes an output out of the state of a stack, where it has it. */
export async function forgetOutput(
  place: CommandPlace,
  stack: string,
  output: string,
): Promise<void> {
  const state: State = JSON.parse(await exportedText(place, stack));
  const { outputs } = state.deployment?.resources?.find(isStack) ?? {};
  if (outputs?.[output] === undefined) return;
  delete outputs[output];
  await importText(place, stack, JSON.stringify(state));
}

/** Whether it is the resource that stands for the stack itself, and has its outputs. */
export function isStack({ type }: Pick<ExportedResource, "type">): boolean {
  return type === "pulumi:pulumi:Stack";
}

function exporting(stack: string): string[] {
  return ["stack", "export", "--stack", stack];
}

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

/** What a stack holds as its last run left it. */
export type StateReader = (stack: string) => Promise<ExportedState>;

/** Reads each stack once, however often it is asked for: each takes a run of the CLI, of which as many as processors go at once. */
export function stateReader(
  workDir: string,
  read = exportedState,
  limit = availableParallelism(),
): StateReader {
  const states = new Map<string, Promise<ExportedState>>();
  const waiting: (() => void)[] = [];
  let running = 0;
  const inTurn = async (stack: string) => {
    if (running >= limit) await new Promise<void>((begin) => waiting.push(begin));
    else running++;
    try {
      return await read(workDir, stack);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  return (stack) => getOrMake(states, stack, () => inTurn(stack));
}

/** A resource that is no longer as the state of its stack says. */
export interface StaleResource {
  stack: string;
  urn: string;
}

/** Reads some resources of a stack anew, so that its state knows what they are now. */
export async function refreshResources(
  place: CommandPlace,
  stack: string,
  urns: readonly string[],
): Promise<void> {
  if (urns.length === 0) return;
  const targets = urns.flatMap((urn) => ["--target", urn]);
  await pulumi(place, ["refresh", "--stack", stack, "--yes", "--skip-preview", ...targets]);
}
