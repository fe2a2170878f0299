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
  /** What the engine tells of it. */
  record: EventRecord;
  place: CommandPlace;
  /** How this process acts in the account, what is told meanwhile, and the signal that stops the run. */
  access: AccountAccess & FindOptions & { onStep: (step: string) => void; signal: AbortSignal };
  /** No run has made the stack before. */
  isNew: boolean;
  /** Whether `up` first reads into the state what the accounts hold. */
  refreshFirst: boolean;
  stale: readonly StaleResource[];
  zone: LandingZone;
}

/** Reads objects of the clusters of an account that an inventory has. */
export function clusterReader({ clusters }: LandingZone, access: AccountAccess): ReadOfCluster {
  return async (id, path) => {
    const cluster = clusters.find((one) => one.id === id);
    return cluster && withinCluster(cluster, access, (_eks, _described, read) => read(path));
  };
}

/** A `UserError` where pods would wait for values in vain. */
export async function requireValuesOfPods({ operation, stack, zone }: OneRun): Promise<void> {
  if (operation === "up" && stack.layer === "workloads") await requireValues(zone, stack.account);
}

/** Takes into the state what a killed run has left. Answers the state where that stays as it is. */
export function settleEarlierRun(run: OneRun): Promise<string | undefined> {
  const { onStep, signal } = run.access;
  onStep("looking for what an earlier run left");
  return settleInterruptedRun(run).catch((error) => {
    throw signal.aborted ? new StoppedRun() : error;
  });
}

/**
 * Tells the state what is no longer as it says, and takes out of the stack what the engine would not delete in time. `known`: the state,
 * where it need not be asked for.
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

/** Runs the engine; `up` until nothing but the way to an answer fails. */
export async function operateStack(run: OneRun, operateWithProgram: typeof operate): Promise<void> {
  const { access, operation, place, record, refreshFirst, stack } = run;
  const options = ["--yes", "--skip-preview", ...(refreshFirst ? ["--refresh"] : [])];
  const command = [operation, ...options, "--stack", stack.name];
  if (operation !== "up") return operate(place, command, record, access.signal);
  access.onStep("running the program of the stack");
  await untilDeployed({
    deploy: () => operateWithProgram(place, command, record, access.signal),
    record,
    access,
    takeIn: (made) => settleInterruptedRun(run, made),
  });
}

/** Copies to secrets that were renamed or moved the values of those whose place they take. */
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

/** The engine calls an update a success whose deletions a Ctrl-C has cut short: that is a `StoppedRun`. */
export async function requireEnd({ access, operation, place, stack }: OneRun): Promise<void> {
  if (!access.signal.aborted) return;
  if (operation !== "destroy") throw new StoppedRun();
  const { deployment }: State = JSON.parse(await exportedText(place, stack.name));
  if ((deployment?.resources ?? []).length > 0) throw new StoppedRun();
}

/** Runs a command of the engine, which tells `record` of each event. Rejects with what went wrong in plain words, or with a `StoppedRun`. */
export async function operate(
  place: CommandPlace,
  command: string[],
  { errors, onEvent }: Pick<EventRecord, "errors" | "onEvent">,
  signal: AbortSignal,
): Promise<void> {
  // A terminal's Ctrl-C reaches the engine by itself; a second interrupt would end it at once.
  const interrupt = process.stdin.isTTY ? undefined : signal;
  try {
    await runWithEvents(place, command, onEvent, interrupt);
  } catch (error) {
    if (!(error instanceof PulumiError) || isLocked(error.message)) throw error;
    if (signal.aborted && errors.every(isCancellation)) throw new StoppedRun();
    throw new UserError(plainReason(errors.length > 0 ? errors : [withoutProgress(error.said)]));
  }
}

/** What the engine says where it was asked to stop. */
function isCancellation(words: string): boolean {
  return /^\w+ cancell?ed$/.test(words);
}

/** What the engine said, without what it tells of its progress. */
function withoutProgress(said: string): string {
  return said.replace(/(?<=^|\n)(?:Updating|Previewing|Destroying|Refreshing) [\s\S]*$/, "").trim();
}

/**
 * Settles what a killed run of a stack had begun and not recorded. `unanswered`: what AWS has made, though it did not say so. Answers
 * the state where that stays as it is.
 */
async function settleInterruptedRun(
  { access, operation, place, stack: { name }, zone }: OneRun,
  unanswered: readonly ExportedResource[] = [],
): Promise<string | undefined> {
  const exported = await exportedText(place, name);
  const needed = () => [...neededNames(zone)].filter(({ stack }) => stack === name);
  const kept = operation === "up" ? deletedLast(exported, needed) : exported;
  const begun = withCreations(kept, unanswered);
  // Recorded first: where AWS cannot be asked now, the next run goes on with it.
  if (begun !== exported) await importText(place, name, begun);
  const settled = await settledState(begun, async () => access);
  if (!settled) return begun;
  await importText(place, name, settled.text);
  await refreshResources(place, name, settled.adopted);
  return undefined;
}
