import type { LandingZone } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { AccountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import { UserError } from "../../terminal/errors";
import { refreshResources, type StaleResource } from "../backend/exported-state";
import { plainReason } from "../backend/plain-reason";
import { type CommandPlace, PulumiError, pulumi, pulumiJson } from "../backend/pulumi-command";
import type { FindOptions } from "../interrupted-run/find-created";
import type { ReadOfCluster } from "../interrupted-run/find-object";
import { type StateResource, settledState, withCreations } from "../interrupted-run/settled-state";
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

/** Takes into the state what a killed run has left. */
export async function settleEarlierRun({ access, place, stack }: OneRun): Promise<void> {
  access.onStep("looking for what an earlier run left");
  await settleInterruptedRun(place, stack.name, async () => access).catch((error) => {
    throw access.signal.aborted ? new StoppedRun() : error;
  });
}

/** Tells the state what is no longer as it says, and takes out of the stack what the engine would not delete in time. */
export async function prepareUp(run: OneRun): Promise<void> {
  const { access, isNew, operation, place, refreshFirst: refresh, stack, stale, zone } = run;
  if (operation !== "up") return;
  const urns = stale.flatMap((one) => (one.stack === stack.name ? one.urn : []));
  await refreshResources(place, stack.name, urns);
  if (isNew) return;
  await leaveLostClusters(place, zone, stack, { access, refresh });
  await removeDriverParts(place, zone, stack, access.onStep);
}

/** Runs the engine; `up` until nothing but the way to an answer fails. */
export async function operateStack(
  { access, operation, place, record, refreshFirst, stack }: OneRun,
  operateWithProgram: typeof operate,
): Promise<void> {
  const options = ["--yes", "--skip-preview", ...(refreshFirst ? ["--refresh"] : [])];
  const command = [operation, ...options, "--stack", stack.name];
  if (operation !== "up") return operate(place, command, record, access.signal);
  access.onStep("running the program of the stack");
  await untilDeployed({
    deploy: () => operateWithProgram(place, command, record, access.signal),
    record,
    access,
    takeIn: (made) => settleInterruptedRun(place, stack.name, async () => access, made),
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
  if (operation !== "destroy" || (await resourceCount(place, stack.name)) > 0)
    throw new StoppedRun();
}

/** Number of resources that the backend holds of a stack. */
async function resourceCount({ workDir }: CommandPlace, stack: string): Promise<number> {
  const { deployment } = await pulumiJson<{
    deployment?: { resources?: unknown[] | null } | null;
  }>({ workDir, environment: {} }, ["stack", "export", "--stack", stack]);
  return deployment?.resources?.length ?? 0;
}

/** Runs a command of the engine, which tells `record` of each event. Rejects with what went wrong in plain words, or with a `StoppedRun`. */
export async function operate(
  place: CommandPlace,
  command: string[],
  { errors, onEvent }: EventRecord,
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

/** Settles what a killed run of a stack had begun and not recorded. `unanswered`: what AWS has made, though it did not say so. */
async function settleInterruptedRun(
  place: CommandPlace,
  stack: string,
  access: () => Promise<FindOptions>,
  unanswered: readonly StateResource[] = [],
): Promise<void> {
  // Values that are secret stay encrypted: they are of no interest here.
  const exported = await pulumi(place, ["stack", "export", "--stack", stack]);
  const begun = withCreations(exported, unanswered);
  const load = (input: string) =>
    pulumi(place, ["stack", "import", "--stack", stack, "--force"], { input });
  // Recorded first: where AWS cannot be asked now, the next run goes on with it.
  if (unanswered.length > 0) await load(begun);
  const settled = await settledState(begun, access);
  if (!settled) return;
  await load(settled.text);

  await refreshResources(place, stack, settled.adopted);
}
