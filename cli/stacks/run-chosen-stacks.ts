import type { LandingZone } from "eks-pod-secrets/grant";
import type { Confirmed, ConfirmingOption } from "../../stacks/confirmed";
import { canAsk } from "../terminal/ask";
import type { OrphanedStack } from "./backend/orphaned-stacks";
import {
  type Confirmation,
  confirmEach,
  confirmedBy,
  noteNeedless,
  unconfirmed,
} from "./before-run/confirmations";
import { neededConfirmations } from "./before-run/needed-confirmations";
import type { PlannedRun } from "./before-run/planned-run";
import { findRefusals } from "./before-run/refusals";
import { unlessInterrupted } from "./interruption";
import { type ChosenStacks, planRun, type StacksOptions } from "./plan-run";
import { leavingNamespaces, namespaceConfirmations } from "./run/left-namespaces";
import { accessElsewhere, refusedRun, removeAccessFirst, untouched } from "./run/removals-first";
import type { StacksAnswer } from "./run/stacks-shape";
import {
  type ConfirmedRun,
  loadRunner,
  notRun,
  type RunAnswer,
  runConfirmed,
} from "./run-confirmed-stacks";

/**
 * Looks, asks who shall lose access, removes the access that the inventory does not grant, and only then asks the rest, refuses or
 * runs. Undefined where somebody does not confirm what must be confirmed, or stops it, and nothing was done.
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
  if (refusals.length > 0 || (open.length > 0 && !canAsk())) {
    throw refusedRun([...refusals, ...open], removed, stillRead);
  }
  const begun = { ...asked, chosen, options, removed, runner };
  const ended = await unlessInterrupted(signal, () => askedRestAndRun(begun));
  if (!ended && removed.length === 0) return undefined;
  return { ...(ended ?? notRun(planned, left, removed)), stillRead };
}

/** A run, and whose access somebody confirmed that it ends. */
interface AskedRun {
  planned: PlannedRun;
  /** The same without the stacks that other inventories deployed. */
  own: PlannedRun;
  left: OrphanedStack[];
  losing: Confirmed;
  /** What it needs confirmed, before it removes access and after. */
  first: Confirmation[];
  later: Confirmation[];
  /** What of the latter the command line does not confirm. */
  open: string[];
  refusals: string[];
}

/** Undefined where somebody does not confirm who loses access. */
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

interface BegunRun
  extends AskedRun,
    Pick<ConfirmedRun, "chosen" | "options" | "removed" | "runner"> {}

/** Undefined where somebody does not confirm the rest. */
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
  return runConfirmed({
    ...begun,
    ...{ confirmed: bothConfirmed(losing, costing), namespaces, needed },
  });
}

function bothConfirmed(one: Confirmed, other: Confirmed): Confirmed {
  const names = (option: ConfirmingOption) => [...new Set([...one[option], ...other[option]])];
  return { "yes-remove": names("yes-remove"), "take-over": names("take-over") };
}
