import { groupBy, memoize } from "iam-proof/collections";
import { CATALOGUE } from "../catalogue";
import type { Entry } from "../catalogue/entry";
import type { Match } from "./template";

/** An entry that a text matches, with where. */
export interface Found extends Match {
  entry: Entry;
  /** How much of the text the entry's template decides. */
  weight: number;
  /** The statements where it starts and ends. */
  statements: number[];
}

/** The most texts of a statement with which each of them is compared: an error has few. */
const MOST_BESIDE = 500;

/** A text that only leads to the next one, as in `cannot read: timed out`, is at most this many characters before it. */
const NEAR = 400;

/**
 * The entries that answer a text, in the order of the text:
 * - Of two entries for the same words, the one that says more stays, but never a symptom instead of a cause.
 * - A mere symptom gives way to anything else.
 * - An entry with several causes gives way to one that decides in the same statement, or anywhere if that is one of its causes. It
 *   also gives way to a later text in its statement, because errors append their causes. Two errors pasted together stay two.
 * - A symptom of a nearby text gives way to that text.
 * - A last resort gives way to a better explanation, wherever that is in the text.
 */
export function chosen(found: readonly Found[]): Found[] {
  const inStatement = groupBy(
    found.flatMap((one) => one.statements.map((statement) => ({ one, statement }))),
    ({ statement }) => String(statement),
  );
  const explained = inStatement.flatMap(([, all]) => {
    const most = all.slice(0, MOST_BESIDE);
    return all.filter(({ one }) =>
      most.some(({ one: other }) => other !== one && explains(other, one)),
    );
  });
  const unsaid = new Set(explained.map(({ one }) => one));
  const said = found.filter((one) => !unsaid.has(one));
  const causes = said.filter(({ entry }) => entry.symptom !== true);
  const best = (causes.length > 0 ? causes : said).toSorted((a, b) => a.from - b.from);
  const entries = [...new Set(best.map(({ entry }) => entry))];
  const ids = new Set(entries.map(({ id }) => id));
  const isLastResort = memoize((entry: Entry) => entries.some((other) => isOver(other, entry)));
  const latest = new Map(
    groupBy(best, ({ statements }) => String(statements[0])).map(([statement, all]) => [
      statement,
      [...new Map(all.map((one) => [one.entry, one])).values()],
    ]),
  );
  const nearOf = neighbours(best);
  return best.filter(
    (one, at) =>
      !one.entry.causes?.some(({ id }) => ids.has(id)) &&
      !latest.get(String(one.statements[0]))?.some((other) => decidesFor(other, one)) &&
      !(one.entry.symptom === "near" && nearOf(at).some((other) => isNear(other, one))) &&
      !(one.weight < 0 && isLastResort(one.entry)),
  );
}

/** For each place in the list, whose members are in the order of the text, those that may be near. */
function neighbours(all: readonly Found[]): (at: number) => Found[] {
  let end = 0;
  const reached = all.map(({ to }) => {
    end = Math.max(end, to);
    return end;
  });
  return (at) => {
    const { from = 0, to = 0 } = all[at] ?? {};
    let [first, last] = [at, at];
    while (first > 0 && from - (reached[first - 1] ?? 0) < NEAR) first -= 1;
    while ((all[last]?.from ?? Number.POSITIVE_INFINITY) - to < NEAR) last += 1;
    return all.slice(first, last);
  };
}

function explains(other: Found, one: Found): boolean {
  const overlaps = other.from < one.to && one.from < other.to;
  if (!overlaps && !one.statements.includes(other.statements[0] ?? -1)) return false;
  const saysLess = other.entry.symptom === true && !one.entry.symptom;
  const saysMore = (overlaps || one.weight <= 0) && !saysLess && other.weight > one.weight;
  return (saysMore || isBetter(other, one)) && !isBetter(one, other);
}

/** Whether an entry explains another better by its own words. A last resort explains nothing. */
function isBetter(other: Found, one: Found): boolean {
  return other.weight >= 0 && isOver(other.entry, one.entry);
}

function isOver(entry: Entry, below: Entry): boolean {
  return entry.over !== undefined && belowOf(entry).has(below);
}

const belowOf = memoize(
  ({ id, over = [] }: Entry) =>
    new Set(CATALOGUE.filter((one) => one.id !== id && over.some((its) => one.id.startsWith(its)))),
);

/** Whether a text in the same statement decides between the several causes of another. */
function decidesFor(other: Found, one: Found): boolean {
  if (!one.entry.causes || other.entry === one.entry) return false;
  return !other.entry.causes || other.from >= one.to;
}

/** Whether a text is close before another, or close behind it and has several causes too. */
function isNear(other: Found, one: Found): boolean {
  if (other.entry === one.entry) return false;
  if (other.from < one.from) return one.from - other.to < NEAR;
  return other.from - one.to < NEAR && other.entry.causes !== undefined;
}
