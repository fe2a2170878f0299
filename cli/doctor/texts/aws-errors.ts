import { memoize } from "iam-proof/collections";
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
    ...firstOfStatements(text, CODES, { namesIn: subjectsOf, most: 100 }, (found, near) => {
      const { begins, ends, from, to, word } = found;
      const begun = to + ends.length >= text.packed.length ? codesBegunBy(word) : [];
      const codes = begun.length > 0 ? begun : knownCodes(word);
      if (codes.length === 0) return undefined;
      const subject = near?.name;
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
    ...UNUSABLE.flatMap(({ failure, spans, ...beside }) =>
      firstOfStatements(text, failure, beside, ({ from, groups }, place) => {
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

/** A code or a failure in a text. */
interface Word extends Pick<RegExpExecArray, "groups"> {
  from: number;
  to: number;
  /** The letters and digits directly before and behind it. */
  begins: string;
  ends: string;
  /** All of it. */
  word: string;
}

type EntryAt = (
  found: Word,
  near?: Name,
) => (Pick<Found, "entry" | "weight"> & { from?: number; to?: number }) | undefined;

/** How often the same word beside the same name is looked at: a log repeats itself. */
const MOST_ALIKE = 500;

/** The entries of words beside names, once in each statement. */
function firstOfStatements(
  text: PackedText,
  words: RegExp,
  { most, namesIn }: { namesIn: (text: PackedText) => Name[]; most: number },
  entryAt: EntryAt,
): Found[] {
  const first = new Map<string, Found>();
  const alike = new Map<string, number>();
  let wordEnds = 0;
  for (const { 0: part, groups, index: from } of text.packed.matchAll(words)) {
    if (from < wordEnds) continue;
    const to = from + part.length;
    const near = nameNear(text, namesIn(text), [from, to], most);
    const [begins = "", ends = ""] = wordAround(text, from, to);
    wordEnds = to + ends.length;
    const word = `${begins}${unpacked(text, from, to)}${ends}`;
    const beside = `${word} ${near?.name}`;
    const times = (alike.get(beside) ?? 0) + 1;
    alike.set(beside, times);
    if (times > MOST_ALIKE) continue;
    const told = entryAt({ begins, ends, from, groups, to, word }, near);
    if (!told) continue;
    const place = { from, to, ...told };
    const statements = statementsOf(text, place.from, place.to);
    const key = `${told.entry.id} ${statements}`;
    if (!first.has(key)) first.set(key, { ...place, captures: {}, statements });
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

/** Finds the names in a text, in their order. It reads each text once. */
function namesOf(names: RegExp): (text: PackedText) => Name[] {
  return memoize(({ packed }: PackedText) => namesIn(packed, names));
}

/** The name directly after a part, else before it, in the same record. */
function nameNear(
  { packed }: PackedText,
  names: readonly Name[],
  [from, to]: [number, number],
  most: number,
): Name | undefined {
  const isBeside = (begins: number, ends: number) => !packed.slice(begins, ends).includes(RECORD);
  let next = firstFrom(names, to);
  const behind = names[next];
  if (behind && behind.to <= to + most && isBeside(to, behind.from)) return behind;
  while ((names[next - 1]?.to ?? 0) > from) next -= 1;
  const before = names[next - 1];
  return before && before.from >= from - 250 && isBeside(before.to, from) ? before : undefined;
}

/** The index of the first name that starts at a place or later. */
function firstFrom(names: readonly Name[], at: number): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle]?.from ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
