import type { Command } from "commander";
import { type Loss, lossText } from "eks-pod-secrets/change-losses";
import type { Confirmed, ConfirmingOption } from "../../../stacks/confirmed";
import { ask, canAsk } from "../../terminal/ask";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { StaleResource } from "../backend/exported-state";

/** Something that a run only does if it is confirmed by name. */
export interface Confirmation extends Pick<Loss, "says" | "ways"> {
  option: ConfirmingOption;
  /** What the user types: the name of a secret, a stack and so on. */
  name: string;
  /** Whether it costs nothing that needs a confirmation: it is reported and done. */
  needsNoName?: true;
  /** A resource that no longer matches its stack's state. Once confirmed, it is refreshed before the run. */
  stale?: StaleResource;
}

/** The confirmations on the command line. */
export interface ConfirmingOptions {
  yesRemove?: string[];
  takeOver?: string[];
}

/** Adds the options to a verb. */
export function withConfirmations<Any extends Command>(command: Any): Any {
  return command
    .option(
      "--yes-remove <NAME...>",
      "do not ask about it: a secret whose value is deleted, a stack that is emptied,\na file whose readers all lose access, or an empty namespace without a reader",
    )
    .option(
      "--take-over <NAME...>",
      "replace without asking what others deployed under this name; a stack's name\ntakes the stack from the inventory that deployed it",
    );
}

export function confirmedBy({ takeOver = [], yesRemove = [] }: ConfirmingOptions): Confirmed {
  return { "yes-remove": yesRemove, "take-over": takeOver };
}

/**
 * Asks on the terminal for each name that the command line does not confirm. Returns what is confirmed, or undefined if somebody
 * types anything else. A removal that the run did not ask about is not confirmed, because nobody was told what it costs. Without
 * a terminal, a `UserError` says what each costs and which option confirms it.
 */
export async function confirmEach(
  needed: readonly Confirmation[],
  given: Confirmed,
  signal: AbortSignal,
  terminal = { canAsk, ask },
): Promise<Confirmed | undefined> {
  const open = unconfirmed(needed, given);
  if (open.length > 0 && !terminal.canAsk()) throw new UserError(open.join("\n"));
  const removed = new Set<string>();
  const takenOver = new Set(given["take-over"]);
  for (const { name, needsNoName, option, says, ways } of needed) {
    if (!given[option].includes(name)) {
      note(says);
      if (ways) note(`  ${ways.keep}\n  ${ways.remove}: type its name`);
      const typed = needsNoName ? name : await terminal.ask(`Type ${name} to go on: `, signal);
      if (typed !== name) return undefined;
    }
    (option === "yes-remove" ? removed : takenOver).add(name);
  }
  return { "yes-remove": [...removed], "take-over": [...takenOver] };
}

/** Notes names in `--yes-remove` that the run does not ask about. They confirm nothing, because nobody was told what they cost. */
export function noteNeedless(needed: readonly Confirmation[], given: Confirmed): void {
  const asked = new Set(needed.map(({ name, option }) => `${option} ${name}`));
  for (const name of given["yes-remove"].filter((one) => !asked.has(`yes-remove ${one}`))) {
    note(
      `note: --yes-remove ${shellWord(name)} confirms nothing: this run removes nothing of that name`,
    );
  }
}

/** Lines about what the command line does not confirm: what each costs, and which option confirms it. */
export function unconfirmed(needed: readonly Confirmation[], given: Confirmed): string[] {
  return needed
    .filter(({ name, needsNoName, option }) => !needsNoName && !given[option].includes(name))
    .map((one) => lossText(one, `add --${one.option} ${shellWord(one.name)}`));
}
