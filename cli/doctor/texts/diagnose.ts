import { CATALOGUE, entryOf } from "../catalogue";
import type { Entry } from "../catalogue/entry";
import type { EntryId, StepId } from "../step";
import { type Caller, callerOf } from "./caller";
import { chosen, type Found } from "./chosen";
import { cleanedText, MOST_READ } from "./cleaned-text";
import { failedCalls } from "./cloud-trail";
import { filled } from "./filled";
import { packedText, recordAt } from "./packed-text";
import { firstMatch, templateOf } from "./template";

/** One cause that a text tells, or one text that several causes have. */
export interface Answer {
  id: EntryId;
  title: string;
  /** The step of a read that looks at it. */
  step?: StepId;
  /** What the text names: each fits the grammar of its kind. */
  captures: Record<string, string>;
  why: string;
  check: string;
  mend: string;
  /** Where the text does not decide: the causes that it may have. */
  causes?: { id: EntryId; title: string; check: string }[];
}

/** What a text tells. Nothing of it is free text of the input. */
export interface Diagnosis {
  /** In the order of the text. Empty: no text of the catalogue is in it. */
  answers: Answer[];
  /** Who called AWS, if a denial names it. */
  caller?: Caller;
  /** How many characters at its beginning were not read. None: all were. */
  unread?: number;
}

const TEMPLATES = CATALOGUE.flatMap((entry) =>
  (entry.texts ?? []).map((text) => ({ entry, template: templateOf(text) })),
);

/**
 * What a pasted text tells: an event, a log, an error, `kubectl describe`, or events of CloudTrail as JSON. `names`: what checks and
 * mends name instead of what the text does, where others may have written it.
 */
export function diagnose(text: string, names?: Record<string, string>): Diagnosis {
  const whole = failedCalls(text) ?? text;
  const packed = packedText(cleanedText(whole));
  const found = TEMPLATES.flatMap(({ entry, template }): Found[] => {
    const match = firstMatch(template, packed);
    if (match === undefined) return [];
    return [{ ...match, entry, weight: template.weight, record: recordAt(packed, match.from) }];
  });
  const answers = new Map<EntryId, Answer>();
  for (const { captures, entry } of chosen(found)) {
    const before = answers.get(entry.id)?.captures;
    answers.set(entry.id, answerOf(entry, names ?? { ...captures, ...before }));
  }
  const caller = callerOf(packed);
  return {
    answers: [...answers.values()],
    ...(caller && { caller }),
    ...(whole.length > MOST_READ && { unread: whole.length - MOST_READ }),
  };
}

function answerOf(entry: Entry, captures: Record<string, string>): Answer {
  const { causes, id, step, title, why } = entry;
  return {
    id,
    title,
    ...(step === undefined ? {} : { step }),
    captures,
    why,
    check: filled(entry.check, captures),
    mend: filled(entry.mend, captures),
    ...(causes === undefined
      ? {}
      : {
          causes: causes.map((cause) => ({
            id: cause.id,
            title: entryOf(cause.id)?.title ?? "",
            check: filled(cause.check, captures),
          })),
        }),
  };
}
