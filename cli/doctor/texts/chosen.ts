import { groupBy, memoize } from "iam-proof/collections";
import { CATALOGUE } from "../catalogue";
import type { Entry } from "../catalogue/entry";
import type { Match } from "./template";

/** An entry that a text matches, with where. */
export interface Found extends Match {
  entry: Entry;
  /** How much of the text the entry's template decides. Below 0 it is the last resort of a statement. */
  weight: number;
  /** The statements that it begins and ends in. */
  statements: number[];
}

/** The most texts of a statement with which each of them is compared: an error has few. */
const MOST_BESIDE = 500;

/** How near to the next text, in characters, a text is that only leads to it, as in `cannot read: timed out`. */
const NEAR = 400;

/**
 * The entries that answer a text, in the order of the text. Of two that match the same words, the one that says more stays,
 * but no symptom in the place of a cause. What is only a symptom gives way to anything else. A text that has several causes
 * gives way to one that decides in the same statement, or anywhere if it is one of its causes, and to a text behind it in the
 * statement, because causes are appended: two errors that were pasted together are two. What is a symptom of what is near
 * gives way to a text close to it, and a last resort to what explains it better, wherever that stands.
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
  const best = causes.length > 0 ? causes : said;
  const ids = new Set(best.map(({ entry }) => entry.id));
  const beside = new Map(groupBy(best, ({ statements }) => String(statements[0])));
  return best
    .filter(
      (one) =>
        !one.entry.causes?.some(({ id }) => ids.has(id)) &&
        !beside.get(String(one.statements[0]))?.some((other) => decidesFor(other, one)) &&
        !(one.entry.symptom === "near" && best.some((other) => isNear(other, one))) &&
        !(one.weight < 0 && best.some(({ entry }) => isOver(entry, one.entry))),
    )
    .sort((a, b) => a.from - b.from);
}

function explains(other: Found, one: Found): boolean {
  const overlaps = other.from < one.to && one.from < other.to;
  if (!overlaps && other.statements[0] !== one.statements[0]) return false;
  const saysLess = other.entry.symptom === true && !one.entry.symptom;
  const saysMore = (overlaps || one.weight <= 0) && !saysLess && other.weight > one.weight;
  return (saysMore || isOver(other.entry, one.entry)) && !isOver(one.entry, other.entry);
}

function isOver(entry: Entry, below: Entry): boolean {
  return entry.over !== undefined && belowOf(entry).has(below);
}

const belowOf = memoize(
  ({ id, over = [] }: Entry) =>
    new Set(CATALOGUE.filter((one) => one.id !== id && over.some((its) => one.id.startsWith(its)))),
);

/** Whether a text of the same statement decides what one with several causes leaves open. */
function decidesFor(other: Found, one: Found): boolean {
  if (!one.entry.causes || other.entry === one.entry) return false;
  return !other.entry.causes || other.from >= one.to;
}

/** Whether a text stands close before another, or close behind it and has several causes too. */
function isNear(other: Found, one: Found): boolean {
  if (other.entry === one.entry) return false;
  if (other.from < one.from) return one.from - other.to < NEAR;
  return other.from - one.to < NEAR && other.entry.causes !== undefined;
}
