import { groupBy } from "iam-proof/collections";
import type { Entry } from "../catalogue/entry";
import type { Match } from "./template";

/** An entry that a text matches, with where. */
export interface Found extends Match {
  entry: Entry;
  /** How much of the text the entry's template decides. */
  weight: number;
  /** The record of the log that holds it. */
  record: number;
  /** The line that it begins on. */
  line: number;
}

/** How near to the next text, in characters, a text is that only leads to it, as in `cannot read: timed out`. */
const NEAR = 400;

/**
 * The entries that answer a text, in the order of the text. Of two that match the same words, the one that says more stays,
 * but no symptom in the place of a cause. What is only a symptom gives way to anything else. A text that has several causes
 * gives way to one that decides, on the same line or anywhere if it is one of its causes, and to a text near behind it,
 * because causes are appended: two errors pasted without their times are two. What is a symptom of what is near gives way to a text close before it.
 */
export function chosen(found: readonly Found[]): Found[] {
  const inRecord = groupBy(found, ({ record }) => String(record));
  const said = inRecord.flatMap(([, all]) =>
    all.filter((one) => !all.some((other) => other !== one && explains(other, one))),
  );
  const causes = said.filter(({ entry }) => entry.symptom !== true);
  const best = causes.length > 0 ? causes : said;
  return best
    .filter(
      (one) =>
        one.entry.causes === undefined ||
        !best.some((other) => other !== one && decidesFor(other, one)),
    )
    .sort((a, b) => a.from - b.from);
}

function explains(other: Found, one: Found): boolean {
  const together = one.weight === 0 || (other.from < one.to && one.from < other.to);
  // Of a long text most pairs end here.
  if (!together && other.entry.over === undefined) return false;
  const saysLess = other.entry.symptom === true && !one.entry.symptom;
  const saysMore = together && !saysLess && other.weight > one.weight;
  return (saysMore || isOver(other.entry, one.entry)) && !isOver(one.entry, other.entry);
}

function isOver(entry: Entry, below: Entry): boolean {
  return entry.over?.some((id) => below.id.startsWith(id)) === true && entry.id !== below.id;
}

function decidesFor(other: Found, one: Found): boolean {
  if (other.entry === one.entry) return false;
  const leads = other.from < one.from && one.from - other.to < NEAR;
  if (one.entry.symptom === "near" && leads) return true;
  const together = other.record === one.record;
  if (other.entry.causes !== undefined) {
    return together && other.from >= one.to && other.from - one.to < NEAR;
  }
  return (
    (together && other.line === one.line) ||
    one.entry.causes?.some(({ id }) => id === other.entry.id) === true
  );
}
