import type { LandingZone } from "../../sdk/grant";
import type { Confirmed } from "../../stacks/confirmed";
import type { PlannedStack } from "../../stacks/stack-plan";
import { note } from "../terminal/output";
import { accessWords, type OrphanedStack, orphanedStacks } from "./backend/orphaned-stacks";
import { projectDirectory } from "./backend/project-directory";
import { requirePulumi } from "./backend/pulumi-command";
import { stacksInBackend } from "./backend/stacks-in-backend";
import { stateReader } from "./backend/state-reader";
import {
  type Confirmation,
  type ConfirmingOptions,
  confirmEach,
  confirmedBy,
  unconfirmed,
} from "./before-run/confirmations";
import { lostInClusters } from "./before-run/lost-in-clusters";
import { neededConfirmations } from "./before-run/needed-confirmations";
import type { PlannedRun } from "./before-run/planned-run";
import { findRefusals } from "./before-run/refusals";
import { revocationsFound } from "./before-run/revocations-found";
import { ownersLeft, stacksToEmpty } from "./before-run/stacks-to-empty";
import { unfitStacks } from "./before-run/unfit-stacks";
import { wrongContexts } from "./before-run/wrong-contexts";
import type { Operation } from "./engine/stack-engine";
import { waysElsewhere } from "./run/close-former-ways";
import { leavingNamespaces, leftNamespaces, namespaceConfirmations } from "./run/left-namespaces";
import { refuseRun } from "./run/refuse-run";
import { endedRemovals, type Removed, removeAccessFirst } from "./run/removals-first";
import type { StacksRun } from "./run/run-stacks";
import type { Shard } from "./run/shard";
import type { StacksAnswer } from "./run/stacks-shape";
import type { StackOptions } from "./stack-options";
import { unsyncedClusters } from "./unsynced-clusters";

export interface StacksOptions extends StackOptions, ConfirmingOptions {
  shard?: Shard;
  refresh?: true;
  secretsProvider?: string;
  yes?: true;
  json?: true;
}

type ChosenStacks = Pick<StacksRun, "stacks" | "own" | "operation" | "signal">;

/** Looks, asks, and runs. Undefined where somebody does not confirm what must be confirmed. */
export async function runChosenStacks(
  zone: LandingZone,
  chosen: ChosenStacks,
  options: StacksOptions,
): Promise<StacksAnswer | undefined> {
  const loaded = loadRunner(); // while the backend answers
  const { left, planned } = await planRun(zone, chosen, options);
  const given = confirmedBy(options);
  const { own, reasons } = await findRefusals(planned, given["take-over"]);
  const needed = await neededConfirmations(own);
  const owners = mayEmpty(chosen.operation, options) ? ownersLeft(left) : [];
  const runner = await loaded;
  if (reasons.length > 0) {
    const engine = runner.pulumiEngine({ ...planned, stacks: planned.held.keys() });
    const open = unconfirmed(needed, given);
    return refuseRun({ engine, open, own, owners, reasons });
  }
  const names = given["yes-remove"].filter((one) => !needed.some(({ name }) => name === one));
  const namespaces = await leavingNamespaces(planned, names);
  const all = [...needed, ...namespaceConfirmations(namespaces)];
  const confirmed = await confirmEach(all, given, chosen.signal);
  const run = { chosen, left, namespaces, needed, options, owners, planned, runner };
  return confirmed && runConfirmed({ ...run, confirmed });
}

/** What only a run needs, and takes long to load. */
async function loadRunner() {
  const [{ pulumiEngine }, { runStacks }, { liveLines }] = await Promise.all([
    import("./engine/pulumi-engine.js"),
    import("./run/run-stacks.js"),
    import("./run/live-lines.js"),
  ]);
  return { pulumiEngine, runStacks, liveLines };
}

async function planRun(
  zone: LandingZone,
  { operation, own, stacks }: ChosenStacks,
  options: StacksOptions,
): Promise<{ planned: PlannedRun; left: OrphanedStack[] }> {
  const { inventory } = options;
  const workDir = projectDirectory(inventory);
  const [held] = await Promise.all([stacksInBackend(workDir), requirePulumi(workDir)]);
  const stateOf = stateReader(workDir);
  const toRun = stacks.filter(({ name }) => own?.has(name) ?? true);
  const left = await orphanedStacks(zone, held, stateOf);
  const toEmpty = mayEmpty(operation, options) ? stacksToEmpty(left) : [];
  const isMeant = options.yes === true;
  const chosen = new Set(stacks.map(({ name }) => name));
  const place = { inventory, workDir, held, stateOf, chosen };
  return { left, planned: { operation, zone, stacks: toRun, toEmpty, isMeant, ...place } };
}

/** Only a run of the whole inventory empties what it has no more; of several shards, the first. */
function mayEmpty(operation: Operation, { account, only, shard }: StacksOptions): boolean {
  return operation === "up" && !account && !only && (shard?.index ?? 1) === 1;
}

interface ConfirmedRun {
  chosen: ChosenStacks;
  planned: PlannedRun;
  /** Stacks of this inventory that it has no more. */
  left: readonly OrphanedStack[];
  /** Those of them that stay, and whose access goes. */
  owners: readonly PlannedStack[];
  needed: readonly Confirmation[];
  confirmed: Confirmed;
  /** Namespaces that have no reader after it. */
  namespaces: Awaited<ReturnType<typeof leavingNamespaces>>;
  options: StacksOptions;
  runner: Awaited<ReturnType<typeof loadRunner>>;
}

/** What the accounts and clusters say that `up` must know. */
async function foundBeforeUp(
  planned: PlannedRun,
  needed: readonly Confirmation[],
  refresh = false,
) {
  const { roles, stale, unread } = await revocationsFound(planned);
  const look = { ...planned, verb: "up" };
  const lost = await lostInClusters(look, refresh);
  return {
    revokedRoles: roles,
    stale: [...needed.flatMap((one) => one.stale ?? []), ...stale, ...lost.stale],
    unfit: await unfitStacks(look, refresh, [...unread, ...lost.unfit]),
  };
}

/** Takes away what is granted no more, empties what has no reader left, and runs the stacks. */
async function runConfirmed({
  chosen,
  confirmed,
  left,
  namespaces,
  needed,
  options,
  owners,
  planned,
  runner: { liveLines, pulumiEngine, runStacks },
}: ConfirmedRun): Promise<StacksAnswer> {
  const { parallel, refresh, secretsProvider } = options;
  const { held, inventory, operation, toEmpty, workDir, zone } = planned;
  const isUp = operation === "up";
  const engine = pulumiEngine({
    ...{ workDir, inventory, zone, stacks: held.keys(), refresh, secretsProvider, confirmed },
    ...(isUp
      ? await foundBeforeUp(planned, needed, refresh)
      : { unfit: await wrongContexts(planned) }),
  });
  const removed = isUp ? await removeAccessFirst(planned, owners, engine) : [];
  const run = { ...chosen, engine, parallel };
  const emptied = await runStacks({
    ...{ ...run, own: undefined, stacks: toEmpty, operation: "destroy" },
    lines: liveLines(),
  });
  const deployed = await runStacks({ ...run, lines: liveLines() });
  const ended = [
    ...emptied.stacks.map((stack) => ({ ...stack, emptied: true as const })),
    ...deployed.stacks,
  ];
  if (isUp) for (const says of await unsyncedClusters(zone, deployed.stacks)) note(says);
  const gone = emptied.stacks.flatMap(({ result, stack }) => (result === "done" ? stack : []));
  return {
    ...deployed,
    result: emptied.result === "done" ? deployed.result : "incomplete",
    formerWays: [...deployed.formerWays, ...(await waysElsewhere(planned))],
    stacks: ended,
    removals: endedRemovals(removed, ended),
    leftNamespaces: await leftNamespaces(planned, namespaces, ended),
    leftStacks: withoutRemoved(left, removed)
      .filter(({ stack }) => !gone.includes(stack))
      .map(({ access, holds, stack }) => ({ stack, holds, access })),
  };
}

/** Stacks that stay, with the access that they still give. */
function withoutRemoved(left: readonly OrphanedStack[], removed: readonly Removed[]) {
  const done = removed.filter(({ reason }) => reason === undefined);
  return left.map((one) => {
    const own = done.filter(({ removal }) => removal.stack === one.stack);
    const gone = own.map(({ removal }) => accessWords(removal));
    return { ...one, access: one.access.filter((words) => !gone.includes(words)) };
  });
}
