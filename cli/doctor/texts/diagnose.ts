import { CATALOGUE, entryOf } from "../catalogue";
import { alternatives } from "../catalogue/alternatives";
import type { Entry } from "../catalogue/entry";
import type { EntryId } from "../step";
import { awsErrors } from "./aws-errors";
import { callerOf } from "./caller";
import { chosen, type Found } from "./chosen";
import { cleanedText, MOST_READ } from "./cleaned-text";
import { failedCalls } from "./cloud-trail";
import type { Answer, Diagnosis } from "./diagnosis-shape";
import { filled } from "./filled";
import { packedText, statementsOf } from "./packed-text";
import { matchesOf, templateOf } from "./template";
import { placesIn, wordsOf } from "./word-places";

const TEMPLATES = CATALOGUE.flatMap((entry) =>
  (entry.texts ?? []).flatMap(alternatives).map((text) => ({ entry, template: templateOf(text) })),
);
const WORDS = wordsOf(TEMPLATES.flatMap(({ template }) => template.words));

/**
 * Diagnoses a pasted text: an event, a log, an error, `kubectl describe`, or CloudTrail events as JSON. `names`: names for checks
 * and mends to use instead of the text's, which others may have written.
 */
export function diagnose(text: string, names?: Record<string, string>): Diagnosis {
  const whole = failedCalls(text) ?? text;
  const packed = packedText(cleanedText(whole));
  const places = placesIn(packed.packed, WORDS);
  const there = TEMPLATES.filter(({ template }) =>
    template.words.every((one) => places.get(one)?.length),
  );
  const found = there.flatMap(({ entry, template }) =>
    matchesOf(template, packed, places.get(template.words[0] ?? "") ?? []).map(
      (match): Found => ({
        ...{ ...match, entry, weight: template.weight },
        statements: statementsOf(packed, match.from, match.to),
      }),
    ),
  );
  const answers = new Map<EntryId, Answer>();
  for (const { captures, entry } of chosen([...found, ...awsErrors(packed)])) {
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

/** The answer of an entry. `captures`: the values of `{name}`. */
export function answerOf(entry: Entry, captures: Record<string, string>): Answer {
  const { causes, check, id, mend, step, title, why } = entry;
  const told = causes?.map((cause) => ({
    id: cause.id,
    title: entryOf(cause.id).title,
    check: filled(cause.check, captures),
  }));
  return {
    ...{ id, title, captures, why, ...(step && { step }) },
    ...{ check: filled(check, captures), mend: filled(mend, captures) },
    ...(told && { causes: told }),
  };
}
