import type { Entry } from "../catalogue/entry";
import type { Match } from "./template";

/** An entry that a text matches, with where. */
export interface Found extends Match {
  entry: Entry;
  /** How much of the text the entry's template decides. */
  weight: number;
  /** The record of the log that holds it. */
  record: number;
}

/**
 * The entries that answer a text, in the order of the text. Of two that match the same words, the one that says more stays.
 * A text that has several causes gives way to one that decides: in the same record, or anywhere if it is one of its causes.
 */
export function chosen(found: readonly Found[]): Found[] {
  const best = found.filter((one) => !found.some((other) => other !== one && explains(other, one)));
  const deciding = best.filter(({ entry }) => entry.causes === undefined);
  return best
    .filter((one) => !deciding.some((other) => decidesFor(other, one)))
    .sort((a, b) => a.from - b.from);
}

function explains(other: Found, one: Found): boolean {
  if (other.record !== one.record) return false;
  if (isOver(one.entry, other.entry)) return false;
  if (isOver(other.entry, one.entry)) return true;
  const together = other.from < one.to && one.from < other.to;
  return together && other.weight > one.weight;
}

function isOver(entry: Entry, below: Entry): boolean {
  return (entry.over ?? []).some((id) => below.id.startsWith(id)) && entry.id !== below.id;
}

function decidesFor(other: Found, { entry, record }: Found): boolean {
  if (entry.causes === undefined) return false;
  return other.record === record || entry.causes.some(({ id }) => id === other.entry.id);
}
