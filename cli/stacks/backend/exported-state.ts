import { availableParallelism } from "node:os";
import { getOrMake } from "iam-proof/collections";
import { UserError } from "../../terminal/errors";
import { type CommandPlace, parsedAnswer, pulumi } from "./pulumi-command";
import { storedText } from "./stored-text";

/** The parts of a stack's exported state that are used here. */
export interface State {
  deployment?: {
    resources?: ExportedResource[];
    pending_operations?: { type: string; resource: ExportedResource }[];
  };
}

/** A resource in a stack's state. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  /** Whether a provider manages it. */
  custom?: boolean;
  /** When the engine first recorded it, and when a run last changed it, in RFC 3339. */
  created?: string;
  modified?: string;
  /** URN of the component that it belongs to. */
  parent?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[] | null>;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** URN and id of its provider. */
  provider?: string;
  /** Whether it is only read, and not owned by the stack. */
  external?: boolean;
  protect?: boolean;
  /** Whether it stays in the cloud when the stack deletes it. */
  retainOnDelete?: boolean;
  /** Whether it was replaced and is not deleted yet. */
  delete?: boolean;
  /** Why its creation did not finish. */
  initErrors?: string[];
  /** Whether the next run replaces it. */
  taint?: boolean;
}

/** A stack after its last run. */
export interface ExportedState {
  /** The resources that it holds. */
  resources: ExportedResource[];
  /** What a killed run was creating or changing, in its intended form: the change may have happened. */
  pending: ExportedResource[];
  /** Resources that were replaced and still exist. */
  left?: ExportedResource[];
  /** Whether the last run left something to create, replace or delete. */
  isUnfinished?: boolean;
}

/** Reads the state of a stack. */
export async function exportedState(workDir: string, stack: string): Promise<ExportedState> {
  const place = { workDir, environment: {} };
  const { deployment = {} } = parsedAnswer<State>(
    exporting(stack),
    await exportedText(place, stack),
  );
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

/** Whether a value is the text of a policy, or absent. */
function isJson(policy: unknown): boolean {
  if (typeof policy !== "string" || policy === "") return true;
  try {
    return typeof JSON.parse(policy) === "object";
  } catch {
    return false;
  }
}

/** Whether the files of a project's backend say what the CLI says. */
const alike = new Map<string, boolean>();

/**
 * The state as text, for `importText`. Secret values stay encrypted. The CLI is asked until its first answer is what the file of
 * that state says.
 */
export async function exportedText(place: CommandPlace, stack: string): Promise<string> {
  const project = `${place.workDir} ${process.env.PULUMI_BACKEND_URL}`;
  const stored = alike.get(project) === false ? undefined : storedText(place.workDir, stack);
  if (stored !== undefined && alike.get(project)) return stored;
  const text = await pulumi(place, exporting(stack));
  if (stored === undefined) return text;
  const isAlike = JSON.stringify(parsedAnswer(exporting(stack), text)) === stored;
  if (!alike.has(project)) alike.set(project, isAlike);
  return isAlike ? stored : text;
}

/** The resources of a state that was exported as a text. */
export function resourcesIn(text: string): ExportedResource[] {
  return (JSON.parse(text) as State).deployment?.resources ?? [];
}

/** A state that another process has changed since it was exported. */
export class ChangedState extends UserError {
  override name = "ChangedState";
}

/**
 * Replaces the state of a stack. `from`: the exported text that it was made of, where other things were asked meanwhile. Throws
 * `ChangedState` where the stack has another state by now: the end of another run would be lost, and what that run has made.
 */
export async function importText(
  place: CommandPlace,
  stack: string,
  input: string,
  from?: string,
): Promise<void> {
  if (from !== undefined && (await exportedText(place, stack)) !== from) {
    throw new ChangedState(
      `another process has changed the state of stack ${stack} meanwhile; run the same command again`,
    );
  }
  await pulumi(place, ["stack", "import", "--stack", stack, "--force"], { input });
}

/** Removes an output from a stack's state, if it is there. */
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

/** Whether it is the resource for the stack itself, which has the outputs. */
export function isStack({ type }: Pick<ExportedResource, "type">): boolean {
  return type === "pulumi:pulumi:Stack";
}

function exporting(stack: string): string[] {
  return ["stack", "export", "--stack", stack];
}

/**
 * The resources of a stack, as a run counts them: without providers that the engine created itself, and without stacks that are
 * only read.
 */
export function managedResources({ resources }: ExportedState): ExportedResource[] {
  return resources.filter((one) => !one.external && !isDefaultProvider(one));
}

function isDefaultProvider({ type, urn }: ExportedResource): boolean {
  return type.startsWith("pulumi:providers:") && /::default(?:_[^:]*)?$/.test(urn);
}

/** Reads what a stack holds after its last run. */
export type StateReader = (stack: string) => Promise<ExportedState>;

/** Reads each stack only once. Each read takes a run of the CLI; at most as many as there are processors run at the same time. */
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

/** A resource that no longer matches its stack's state. */
export interface StaleResource {
  stack: string;
  urn: string;
}

/** Refreshes some resources in a stack's state. */
export async function refreshResources(
  place: CommandPlace,
  stack: string,
  urns: readonly string[],
): Promise<void> {
  if (urns.length === 0) return;
  const targets = urns.flatMap((urn) => ["--target", urn]);
  await pulumi(place, ["refresh", "--stack", stack, "--yes", "--skip-preview", ...targets]);
}
