import { CODES, entryOfError } from "../catalogue/errors";
import { FAILURES, HOSTS, nameOf, namesIn, SUBJECTS, wordsNamed } from "../catalogue/subjects";
import type { Found } from "./chosen";
import { type PackedText, RECORD, statementsOf, unpacked, wordAround } from "./packed-text";

const SUBJECT = wordsNamed(SUBJECTS);
const HOST = wordsNamed(HOSTS);
const FAILURE = wordsNamed(FAILURES);

/** The errors of AWS in a text, in whatever form a client writes them, and the calls that got no answer: of each entry the first of a statement. */
export function awsErrors(text: PackedText): Found[] {
  return [
    ...firstOfStatements(text, CODES, (_, from, to) => {
      const [begins, ends] = wordAround(text, from, to);
      const code = `${begins}${unpacked(text, from, to)}${ends}`;
      return entryOfError(code, nameNear(text, SUBJECT, [from, to], 60));
    }),
    ...firstOfStatements(text, FAILURE, ({ groups }, from, to) =>
      entryOfError(nameOf(groups) ?? "", nameNear(text, HOST, [from, to], 120)),
    ),
  ];
}

type EntryAt = (found: RegExpExecArray, from: number, to: number) => Found["entry"] | undefined;

function firstOfStatements(text: PackedText, words: RegExp, entryAt: EntryAt): Found[] {
  const first = new Map<string, Found>();
  for (const found of text.packed.matchAll(words)) {
    const [from, to] = [found.index, found.index + found[0].length];
    const entry = entryAt(found, from, to);
    const statements = statementsOf(text, from, to);
    const key = `${entry?.id} ${statements}`;
    if (!entry || first.has(key)) continue;
    first.set(key, { entry, from, to, captures: {}, weight: 0, statements });
  }
  return [...first.values()];
}

/** What words name directly behind a part, else before it, in the same record. */
function nameNear(
  text: PackedText,
  names: RegExp,
  [from, to]: [number, number],
  most: number,
): string | undefined {
  const [behind = ""] = text.packed.slice(to, to + most).split(RECORD);
  const before = text.packed.slice(Math.max(0, from - 250), from);
  const own = before.slice(before.lastIndexOf(RECORD) + 1);
  return namesIn(behind, names)[0] ?? namesIn(own, names).at(-1);
}
