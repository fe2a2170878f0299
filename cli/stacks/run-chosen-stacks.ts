import type { LandingZone } from "eks-pod-secrets/grant";
import type { Confirmed, ConfirmingOption } from "../../stacks/confirmed";
import { canAsk } from "../terminal/ask";
import { note } from "../terminal/output";
import { accessWords, type OrphanedStack } from "./backend/orphaned-stacks";
import {
  type Confirmation,
  confirmEach,
  confirmedBy,
  noteNeedless,
  unconfirmed,
} from "./before-run/confirmations";
import { lostInClusters } from "./before-run/lost-in-clusters";
import { lostRevocations } from "./before-run/lost-revocations";
import { neededConfirmations } from "./before-run/needed-confirmations";
import type { PlannedRun } from "./before-run/planned-run";
import { findRefusals } from "./before-run/refusals";
import { revocationsFound } from "./before-run/revocations-found";
import { unfitStacks, wrongContexts } from "./before-run/unfit-stacks";
import { unlessInterrupted } from "./interruption";
import { type ChosenStacks, planRun, type StacksOptions } from "./plan-run";
import { unsyncedClusters, withWaitingReasons } from "./run/after-run";
import { waysElsewhere } from "./run/close-former-ways";
import { leavingNamespaces, leftNamespaces, namespaceConfirmations } from "./run/left-namespaces";
import {
  accessElsewhere,
  endedRemovals,
  noStackRun,
  type Removed,
  refusedRun,
  removeAccessFirst,
  rolesKept,
  untouched,
} from "./run/removals-first";
import type { StacksAnswer } from "./run/stacks-shape";

/**
 * Looks at what is there, asks for confirmation of lost access, removes access that the inventory does not grant, and only then
 * asks the rest, refuses or runs. Undefined if something is not confirmed or the user stops, and nothing was done.
 */
export async function runChosenStacks(
  zone: LandingZone,
  chosen: ChosenStacks,
  options: StacksOptions,
): Promise<StacksAnswer | undefined> {
  const loaded = loadRunner(); // while the backend answers
  const { operation, signal } = chosen;
  const asked = await unlessInterrupted(signal, () => askedRun(zone, chosen, options));
  if (!asked) return undefined;
  const { left, open, own, planned, refusals } = asked;

  const runner = await loaded;
  const refresher = runner.pulumiEngine({ ...planned, stacks: planned.held.keys() });
  const removed = operation === "up" ? await removeAccessFirst(own, refresher) : [];
  const stillRead = (await unlessInterrupted(signal, () => accessElsewhere(own))) ?? [];
  const kept = [...refusals, ...rolesKept(removed)];
  if (kept.length > 0 || (open.length > 0 && !canAsk())) {
    throw refusedRun([...kept, ...open], removed, stillRead);
  }
  const begun = { ...asked, chosen, options, removed, runner };
  const ended = await unlessInterrupted(signal, () => askedRestAndRun(begun));
  if (!ended && removed.length === 0) return undefined;
  return { ...(ended ?? notRun(planned, left, removed)), stillRead };
}

/** A run whose losses of access are confirmed. */
interface AskedRun {
  planned: PlannedRun;
  /** The run without the stacks that other inventories deployed. */
  own: PlannedRun;
  left: OrphanedStack[];
  losing: Confirmed;
  /** What it needs confirmed, before and after it removes access. */
  first: Confirmation[];
  later: Confirmation[];
  /** The part of the latter that the command line does not confirm. */
  open: string[];
  refusals: string[];
}

/** Asks about lost access. Undefined if somebody does not confirm it. */
async function askedRun(
  zone: LandingZone,
  chosen: ChosenStacks,
  options: StacksOptions,
): Promise<AskedRun | undefined> {
  const { left, planned } = await planRun(zone, chosen, options);
  const given = confirmedBy(options);
  const { own, reasons } = await findRefusals(planned);
  const { first, later, unknown } = await neededConfirmations(own);
  const refusals = [...reasons, ...unknown];
  const open = unconfirmed(later, given);
  const unasked = canAsk() ? [] : unconfirmed(first, given);
  if (unasked.length > 0) throw untouched(chosen.operation, [...refusals, ...unasked, ...open]);
  const losing = await confirmEach(first, given, chosen.signal);
  return losing && { planned, own, left, losing, first, later, open, refusals };
}

interface BegunRun extends AskedRun {
  chosen: ChosenStacks;
  options: StacksOptions;
  /** The access that was removed or could not be removed. */
  removed: readonly Removed[];
  runner: Awaited<ReturnType<typeof loadRunner>>;
}

/** What is known after the rest is confirmed. */
interface Rest {
  confirmed: Confirmed;
  needed: readonly Confirmation[];
  /** Namespaces that have no reader after the run. */
  namespaces: Awaited<ReturnType<typeof leavingNamespaces>>;
}

/** Asks the rest, and runs. Undefined if somebody does not confirm it. */
async function askedRestAndRun(begun: BegunRun): Promise<RunAnswer | undefined> {
  const { chosen, first, later, losing, options, planned } = begun;
  const given = confirmedBy(options);
  const needed = [...first, ...later];
  const names = given["yes-remove"].filter((one) => !needed.some(({ name }) => name === one));
  const namespaces = await leavingNamespaces(planned, names);
  const ofNamespaces = namespaceConfirmations(namespaces);
  const costing = await confirmEach([...later, ...ofNamespaces], given, chosen.signal);
  if (!costing) return undefined;
  noteNeedless([...needed, ...ofNamespaces], given);
  return runConfirmed(begun, { confirmed: bothConfirmed(losing, costing), namespaces, needed });
}

function bothConfirmed(one: Confirmed, other: Confirmed): Confirmed {
  const names = (option: ConfirmingOption) => [...new Set([...one[option], ...other[option]])];
  return { "yes-remove": names("yes-remove"), "take-over": names("take-over") };
}

/** Loads what only a run needs and takes long to load. */
async function loadRunner() {
  const [{ pulumiEngine }, { runStacks }, { liveLines }] = await Promise.all([
    import("./engine/pulumi-engine.js"),
    import("./run/run-stacks.js"),
    import("./run/live-lines.js"),
  ]);
  return { pulumiEngine, runStacks, liveLines };
}

/** The answer without access that other stacks still give. */
type RunAnswer = Omit<StacksAnswer, "stillRead">;

/** What `up` must know from the accounts and clusters. */
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
    unfit: await unfitStacks(look, refresh, [
      ...unread,
      ...lost.unfit,
      ...(await lostRevocations(planned)),
    ]),
  };
}

/** Why stacks must not be refreshed or destroyed, by name. */
async function unfitToRead(planned: PlannedRun): Promise<Map<string, string>> {
  const lost = planned.operation === "refresh" ? await lostRevocations(planned) : [];
  return new Map([...lost, ...(await wrongContexts(planned))]);
}

/** Empties stacks without readers, and runs the others. */
async function runConfirmed(
  { chosen, left, options, planned, removed, runner }: BegunRun,
  { confirmed, namespaces, needed }: Rest,
): Promise<RunAnswer> {
  const { liveLines, pulumiEngine, runStacks } = runner;
  const { deleteAdopted, parallel, refresh, secretsProvider } = options;
  const { held, inventory, operation, toEmpty, workDir, zone } = planned;
  const isUp = operation === "up";
  const engine = pulumiEngine({
    ...{ workDir, inventory, zone, stacks: held.keys(), refresh, secretsProvider, confirmed },
    deleteAdopted,
    ...(isUp
      ? await foundBeforeUp(planned, needed, refresh)
      : { unfit: await unfitToRead(planned) }),
  });
  const run = { ...chosen, engine, parallel };
  const emptied = await runStacks({
    ...{ ...run, stacks: toEmpty, operation: "destroy" },
    lines: liveLines(),
  });
  const deployed = await runStacks({ ...run, lines: liveLines() });
  const ended = [
    ...emptied.stacks.map((stack) => ({ ...stack, emptied: true as const })),
    ...(isUp ? withWaitingReasons(zone, deployed.stacks) : deployed.stacks),
  ];
  if (isUp) for (const says of await unsyncedClusters(zone, deployed.stacks)) note(says);
  const gone = emptied.stacks.flatMap(({ result, stack }) => (result === "done" ? stack : []));
  const removals = endedRemovals(removed, ended);
  const isDone =
    emptied.result === "done" &&
    deployed.result === "done" &&
    removals.every(({ result }) => result === "removed");
  return {
    ...deployed,
    result: isDone ? "done" : "incomplete",
    formerWays: [...deployed.formerWays, ...(await waysElsewhere(planned))],
    stacks: ended,
    removals,
    leftNamespaces: await leftNamespaces(planned, namespaces, ended),
    leftStacks: stillLeft(left, removed).filter(({ stack }) => !gone.includes(stack)),
  };
}

/** The answer if somebody does not confirm the rest: access is removed, but no stack was run. */
function notRun(
  { operation, stacks }: PlannedRun,
  left: readonly OrphanedStack[],
  removed: readonly Removed[],
): StacksAnswer {
  const removals = endedRemovals(removed, []);
  return { ...noStackRun(operation, stacks), removals, leftStacks: stillLeft(left, removed) };
}

/** Stacks that stay, with the access that they still give. */
function stillLeft(
  left: readonly OrphanedStack[],
  removed: readonly Removed[],
): StacksAnswer["leftStacks"] {
  const done = removed.filter(({ reason }) => reason === undefined);
  return left.map(({ access, holds, stack }) => {
    const own = done.filter(({ removal }) => removal.stack === stack);
    const gone = own.map(({ removal }) => accessWords(removal));
    return { stack, holds, access: access.filter((words) => !gone.includes(words)) };
  });
}
