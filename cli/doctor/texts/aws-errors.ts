import { CODES, entryOfError } from "../catalogue/errors";
import { subjectsIn } from "../catalogue/subjects";
import type { Found } from "./chosen";
import { type PackedText, RECORD, statementsOf, unpacked, wordAround } from "./packed-text";

/** The errors of AWS in a text, in whatever form a client writes them: of each entry the first of a statement, where its code stands. */
export function awsErrors(text: PackedText): Found[] {
  const first = new Map<string, Found>();
  for (const { 0: found, index: from } of text.packed.matchAll(CODES)) {
    const to = from + found.length;
    const entry = entryAt(text, from, to);
    const statements = statementsOf(text, from, to);
    const key = `${entry?.id} ${statements}`;
    if (!entry || first.has(key)) continue;
    first.set(key, { entry, from, to, captures: {}, weight: 0, statements });
  }
  return [...first.values()];
}

/** By what stands directly behind the code, else before it, in the same record. */
function entryAt(text: PackedText, from: number, to: number): Found["entry"] | undefined {
  const [behind = ""] = text.packed.slice(to, to + 60).split(RECORD);
  const before = text.packed.slice(Math.max(0, from - 250), from);
  const own = before.slice(before.lastIndexOf(RECORD) + 1);
  const subject = subjectsIn(behind)[0] ?? subjectsIn(own).at(-1);
  const [begins, ends] = wordAround(text, from, to);
  return entryOfError(`${begins}${unpacked(text, from, to)}${ends}`, subject);
}
