import { neededNames } from "eks-pod-secrets/change-losses";
import type { LandingZone } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { AccountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import { UserError } from "../../terminal/errors";
import {
  type ExportedResource,
  exportedText,
  importText,
  refreshResources,
  type StaleResource,
  type State,
} from "../backend/exported-state";
import { plainReason } from "../backend/plain-reason";
import { type CommandPlace, PulumiError } from "../backend/pulumi-command";
import { deletedLast } from "../interrupted-run/deleted-last";
import type { FindOptions } from "../interrupted-run/find-created";
import type { ReadOfCluster } from "../interrupted-run/find-object";
import { settledState, withCreations } from "../interrupted-run/settled-state";
import { requireValues } from "../values/missing-values";
import { removeDriverParts } from "./driver-parts";
import { runWithEvents } from "./engine-events";
import { leaveLostClusters } from "./leave-lost-clusters";
import { isLocked } from "./lock-holder";
import type { EventRecord } from "./record-events";
import { type Operation, StoppedRun } from "./stack-engine";
import { untilDeployed } from "./until-deployed";

/** One run of one stack. */
export interface OneRun {
  stack: PlannedStack;
  operation: Operation;
  /** Path of the inventory. */
  inventory: string;
  /** The record of its events. */
  record: EventRecord;
  place: CommandPlace;
  /** The access to the account, the progress callbacks, and the signal that stops the run. */
  access: AccountAccess & FindOptions & { onStep: (step: string) => void; signal: AbortSignal };
  /** Whether no run has created the stack before. */
  isNew: boolean;
  /** Whether `up` first refreshes the state. */
  refreshFirst: boolean;
  stale: readonly StaleResource[];
  zone: LandingZone;
}

/** Returns a function that reads objects in the inventory's clusters of an account. */
export function clusterReader({ clusters }: LandingZone, access: AccountAccess): ReadOfCluster {
  return async (id, path) => {
    const cluster = clusters.find((one) => one.id === id);
    return cluster && withinCluster(cluster, access, (_eks, _described, read) => read(path));
  };
}

/** Throws a `UserError` if pods would wait for values that are missing. */
export async function requireValuesOfPods({ operation, stack, zone }: OneRun): Promise<void> {
  if (operation === "up" && stack.layer === "workloads") await requireValues(zone, stack.account);
}

/** Adds to the state what a killed run has left behind. Returns the state if it is unchanged. */
export function settleEarlierRun(run: OneRun): Promise<string | undefined> {
  const { onStep, signal } = run.access;
  onStep("looking for what an earlier run left");
  return settleInterruptedRun(run).catch((error) => {
    throw signal.aborted ? new StoppedRun() : error;
  });
}

/**
 * Refreshes outdated parts of the state, and removes from the stack what the engine would not delete in time. `known`: the state,
 * if it is already known.
 */
export async function prepareUp(run: OneRun, known: string | undefined): Promise<void> {
  const { access, isNew, operation, place, refreshFirst: refresh, stack, stale, zone } = run;
  if (operation !== "up") return;
  const urns = stale.flatMap((one) => (one.stack === stack.name ? one.urn : []));
  await refreshResources(place, stack.name, urns);
  if (isNew || stack.layer === "secrets") return;
  const state = (urns.length === 0 && known) || (await exportedText(place, stack.name));
  const left = await leaveLostClusters(place, zone, stack, { access, refresh, state });
  await removeDriverParts(place, zone, stack, { onStep: access.onStep, state: left });
}

/** Runs the engine, again while only answers were lost. */
export async function operateStack(run: OneRun, operateWithProgram: typeof operate): Promise<void> {
  const { access, operation, place, record, refreshFirst, stack } = run;
  const options = ["--yes", "--skip-preview", ...(refreshFirst ? ["--refresh"] : [])];
  const command = [operation, ...options, "--stack", stack.name];
  if (operation === "up") access.onStep("running the program of the stack");
  const runOnce = operation === "up" ? operateWithProgram : operate;
  await untilDeployed({
    deploy: () => runOnce(place, command, record, access.signal),
    record,
    access,
    takeIn: (made) => settleInterruptedRun(run, made),
    readAgain: (urns) => refreshResources(place, stack.name, urns),
  });
}

/** Copies the values of old secrets to the renamed or moved ones that replace them. */
export async function copyOldValues({
  access,
  operation,
  record,
  stack,
  zone,
}: OneRun): Promise<void> {
  if (operation !== "up" || stack.layer !== "secrets" || access.signal.aborted) return;
  const { copyFormerValues } = await import("../values/former-values.js");
  const valued = await copyFormerValues(zone, stack.account, access.onStep);
  record.createdSecrets = record.createdSecrets.filter((id) => !valued.includes(id));
}

/** Throws a `StoppedRun` for an update whose deletions were interrupted by Ctrl-C: the engine reports it as a success. */
export async function requireEnd({ access, operation, place, stack }: OneRun): Promise<void> {
  if (!access.signal.aborted) return;
  if (operation !== "destroy") throw new StoppedRun();
  const { deployment }: State = JSON.parse(await exportedText(place, stack.name));
  if ((deployment?.resources ?? []).length > 0) throw new StoppedRun();
}

/** Runs an engine command, whose events go to `record`. Rejects with a plain description of what went wrong, or with a `StoppedRun`. */
export async function operate(
  place: CommandPlace,
  command: string[],
  { errors, onEvent }: Pick<EventRecord, "errors" | "onEvent">,
  signal: AbortSignal,
): Promise<void> {
  // Ctrl-C on a terminal reaches the engine directly. A second interrupt would end it at once.
  const interrupt = process.stdin.isTTY ? undefined : signal;
  try {
    await runWithEvents(place, command, onEvent, interrupt);
  } catch (error) {
    if (!(error instanceof PulumiError) || isLocked(error.message)) throw error;
    if (signal.aborted && errors.every(isCancellation)) throw new StoppedRun();
    throw new UserError(plainReason(errors.length > 0 ? errors : [withoutProgress(error.said)]));
  }
}

/** Whether the engine's message says that it was asked to stop. */
function isCancellation(words: string): boolean {
  return /^\w+ cancell?ed$/.test(words);
}

/** The engine's message without progress output. */
function withoutProgress(said: string): string {
  return said.replace(/(?<=^|\n)(?:Updating|Previewing|Destroying|Refreshing) [\s\S]*$/, "").trim();
}

/**
 * Settles what a killed run of a stack had begun and not recorded. `unanswered`: what AWS created without answering. Returns the
 * state if it is unchanged.
 */
async function settleInterruptedRun(
  { access, operation, place, stack: { name }, zone }: OneRun,
  unanswered: readonly ExportedResource[] = [],
): Promise<string | undefined> {
  const exported = await exportedText(place, name);
  const needed = () => [...neededNames(zone)].filter(({ stack }) => stack === name);
  const keepLast = (text: string) => (operation === "up" ? deletedLast(text, needed) : text);
  const begun = withCreations(keepLast(exported), unanswered);
  // Nothing is imported before AWS has been asked, because an import drops pending operations.
  const settled = await settledState(begun, async () => access);
  const text = settled ? keepLast(settled.text) : begun;
  if (text !== exported) await importText(place, name, text, exported);
  if (!settled) return begun;
  await refreshResources(place, name, settled.adopted);
  return undefined;
}
