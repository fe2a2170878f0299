import type { LandingZone } from "../../sdk/grant";
import type { Confirmed, ConfirmingOption } from "../../stacks/confirmed";
import { canAsk } from "../terminal/ask";
import { confirmEach, confirmedBy, noteNeedless, unconfirmed } from "./before-run/confirmations";
import { neededConfirmations } from "./before-run/needed-confirmations";
import { findRefusals } from "./before-run/refusals";
import { type ChosenStacks, planRun, type StacksOptions } from "./plan-run";
import { accessElsewhere } from "./run/access-elsewhere";
import { leavingNamespaces, namespaceConfirmations } from "./run/left-namespaces";
import { refusedRun, untouched } from "./run/refuse-run";
import { removeAccessFirst } from "./run/removals-first";
import type { StacksAnswer } from "./run/stacks-shape";
import { loadRunner, notRun, runConfirmed } from "./run-confirmed-stacks";

/**
 * Looks, asks who shall lose access, removes the access that the inventory does not grant, and only then asks the rest, refuses or
 * runs. Undefined where somebody does not confirm what must be confirmed, and nothing was done.
 */
export async function runChosenStacks(
  zone: LandingZone,
  chosen: ChosenStacks,
  options: StacksOptions,
): Promise<StacksAnswer | undefined> {
  const loaded = loadRunner(); // while the backend answers
  const { left, planned } = await planRun(zone, chosen, options);
  const given = confirmedBy(options);
  const { own, reasons } = await findRefusals(planned);
  const { first, later, unknown } = await neededConfirmations(own);
  const { operation, signal } = chosen;
  const refusals = [...reasons, ...unknown];
  const open = unconfirmed(later, given);
  const unasked = canAsk() ? [] : unconfirmed(first, given);
  if (unasked.length > 0) throw untouched(operation, [...refusals, ...unasked, ...open]);
  const losing = await confirmEach(first, given, signal);
  if (!losing) return undefined;

  const runner = await loaded;
  const refresher = runner.pulumiEngine({ ...planned, stacks: planned.held.keys() });
  const removed = operation === "up" ? await removeAccessFirst(own, refresher) : [];
  const stillRead = await accessElsewhere(own);
  if (refusals.length > 0 || (open.length > 0 && !canAsk())) {
    throw refusedRun([...refusals, ...open], removed, stillRead);
  }
  const needed = [...first, ...later];
  const names = given["yes-remove"].filter((one) => !needed.some(({ name }) => name === one));
  const namespaces = await leavingNamespaces(planned, names);
  const ofNamespaces = namespaceConfirmations(namespaces);
  const costing = await confirmEach([...later, ...ofNamespaces], given, signal);
  if (!costing)
    return removed.length > 0 ? { ...notRun(planned, left, removed), stillRead } : undefined;
  noteNeedless([...needed, ...ofNamespaces], given);
  const confirmed = bothConfirmed(losing, costing);
  const run = { chosen, confirmed, left, namespaces, needed, options, planned, removed, runner };
  return { ...(await runConfirmed(run)), stillRead };
}

function bothConfirmed(one: Confirmed, other: Confirmed): Confirmed {
  const names = (option: ConfirmingOption) => [...new Set([...one[option], ...other[option]])];
  return { "yes-remove": names("yes-remove"), "take-over": names("take-over") };
}
