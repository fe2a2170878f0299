import { grouped, memoize } from "iam-proof/collections";
import { CODES, codesBegunBy, entryOfError, knownCodes } from "../catalogue/errors";
import {
  ANY,
  FAILURES,
  FILE_FAILURES,
  FILES,
  HOSTS,
  type Name,
  nameOf,
  namesIn,
  SUBJECTS,
  WRAPPER,
  wordsNamed,
} from "../catalogue/subjects";
import { frames } from "../words.json";
import type { Found } from "./chosen";
import { type PackedText, RECORD, statementsOf, unpacked, wordAround } from "./packed-text";

const subjectsOf = namesOf(wordsNamed(SUBJECTS));
const UNUSABLE = [
  { failure: wordsNamed(FAILURES), namesIn: namesOf(wordsNamed(HOSTS)), most: 200, spans: false },
  {
    failure: wordsNamed(FILE_FAILURES),
    namesIn: namesOf(wordsNamed(FILES)),
    most: 60,
    spans: true,
  },
];

/** The text before the code in a service's answer, as clients write it. */
const BEFORE_CODE = new RegExp(`(?:${frames.beforeCode.join("|")})[\\w.]{0,60}$`);

/** The text after a code in the first version of Go's SDK, in the SDKs of Java, JavaScript, .NET and Swift, and in CloudTrail. */
const BEHIND_CODE = new RegExp(
  `^\\w*(?:${frames.behindCode.join("|")}|:[ -~]{0,600}?(?:${frames.behindMessage.join("|")}))`,
);

/**
 * The errors of AWS in a text, in any client's form, the calls without an answer, and the files that cannot be used. Each
 * entry counts once in a statement. A code that no entry has for its service gets what it means in all services.
 */
export function awsErrors(text: PackedText): Found[] {
  return [
    ...firstOfStatements(text, CODES, (_, from, to) => {
      const [begins = "", ends = ""] = wordAround(text, from, to);
      const word = `${begins}${unpacked(text, from, to)}${ends}`;
      const begun = to + ends.length >= text.packed.length ? codesBegunBy(word) : [];
      const codes = begun.length > 0 ? begun : knownCodes(word);
      if (codes.length === 0) return undefined;
      const subject = nameNear(text, subjectsOf(text), [from, to], 100)?.name;
      if (begun.length > 0) return entryOfAll(begun, subject);
      const entry = entryOfError(codes, subject);
      if (entry) return { entry, weight: subject === WRAPPER ? -1 : 0 };
      const whole = codeOfAnswer(text, from, to);
      if (whole === undefined) return undefined;
      const longer = entryOfError([`${begins}${whole}Exception`], subject);
      if (longer) return { entry: longer, weight: 0 };
      const ofAny = entryOfError([...knownCodes(`${begins}${whole}`), ...codes], ANY);
      return ofAny && { entry: ofAny, weight: -2, to: from + whole.length };
    }),
    ...UNUSABLE.flatMap(({ failure, most, namesIn, spans }) =>
      firstOfStatements(text, failure, ({ groups }, from, to) => {
        const place = nameNear(text, namesIn(text), [from, to], most);
        const entry = entryOfError([nameOf(groups) ?? ""], place?.name);
        return entry && { entry, weight: 0, from: Math.min(from, (spans && place?.from) || from) };
      }),
    ),
  ];
}

/** The entry of all these codes, if it is the same. */
function entryOfAll(codes: readonly string[], subject?: string): ReturnType<EntryAt> {
  const entries = new Set(codes.map((code) => entryOfError([code], subject)));
  const [entry] = entries;
  return entries.size === 1 && entry ? { entry, weight: 0 } : undefined;
}

type EntryAt = (
  found: RegExpExecArray,
  from: number,
  to: number,
) => (Pick<Found, "entry" | "weight"> & { from?: number; to?: number }) | undefined;

function firstOfStatements(text: PackedText, words: RegExp, entryAt: EntryAt): Found[] {
  const first = new Map<string, Found>();
  for (const found of text.packed.matchAll(words)) {
    const ends = found.index + found[0].length;
    const told = entryAt(found, found.index, ends);
    if (!told) continue;
    const { from = found.index, to = ends } = told;
    const statements = statementsOf(text, from, to);
    const key = `${told.entry.id} ${statements}`;
    if (!first.has(key)) first.set(key, { ...told, from, to, captures: {}, statements });
  }
  return [...first.values()];
}

/** The whole code, even across a line break, if it is where clients write the codes of answers. Of `A.B` only B counts. */
function codeOfAnswer(text: PackedText, from: number, to: number): string | undefined {
  const behind = text.packed.slice(to, to + 800);
  const ends = /^\w*/.exec(behind)?.[0].length ?? 0;
  const before = text.packed.slice(Math.max(0, from - 300), from);
  const isCode = BEFORE_CODE.test(before) || BEHIND_CODE.test(behind);
  return isCode && behind.charAt(ends) !== "." ? unpacked(text, from, to + ends) : undefined;
}

/** Names in a text, by blocks of 256 characters. */
type Names = Map<string, Name[]>;

/** Finds the names in a text. It reads each text once. */
function namesOf(names: RegExp): (text: PackedText) => Names {
  return memoize(({ packed }: PackedText) =>
    grouped(namesIn(packed, names), ({ from }) => [`${from >> 8}`]),
  );
}

/** The name directly after a part, else before it, in the same record. */
function nameNear(
  { packed }: PackedText,
  names: Names,
  [from, to]: [number, number],
  most: number,
): Name | undefined {
  const near = [-1, 0, 1].flatMap((next) => names.get(`${(from >> 8) + next}`) ?? []);
  const isBeside = (begins: number, ends: number) => !packed.slice(begins, ends).includes(RECORD);
  const behind = near.find((one) => one.from >= to && one.to <= to + most);
  if (behind && isBeside(to, behind.from)) return behind;
  const before = near.findLast((one) => one.to <= from && one.from >= from - 250);
  return before && isBeside(before.to, from) ? before : undefined;
}
