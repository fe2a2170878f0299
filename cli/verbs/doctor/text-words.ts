import { entryOf } from "../../doctor/catalogue";
import type { Answer, Diagnosis } from "../../doctor/texts/diagnosis-shape";
import { aboutInventory } from "../../inventory/inventory-file";
import { readersText } from "./readers-text";
import type { TextAnswer } from "./shape";

/** The output of `doctor --text` for people: what the text tells, and what walking its reader's way has found. */
export function textWords(answer: TextAnswer, inventory: string): string {
  const { notGranted, readers, walk } = answer;
  const [reader, ...others] = readers;
  const told = notGranted.length > 0 ? notGrantedWords(answer) : [diagnosisText(answer)];
  if (walk) {
    told.push(`The way of ${reader}, which the text speaks of, as it is now:`);
    told.push(readersText(walk, inventory));
  } else if (others.length > 0) {
    told.push(`The text may speak of ${readers.join(", ")}: name one before --text.`);
  } else if (reader !== undefined) {
    told.push(`As it is now: ${aboutInventory(`doctor ${reader}`, inventory)}`);
  }
  return told.join("\n\n");
}

/** The answer if the read is not granted. The text's own advice is left out, because such a read must not be mended. */
function notGrantedWords({ answers, notGranted, readers: [reader] }: TextAnswer): string[] {
  const { id, mend, title } = entryOf("EPS-400");
  return [
    ...answers.map((one) => `${one.id}: ${one.title}`),
    `${id}: ${title}\n${notGranted.map((object) => `  ${reader} is not granted ${object}\n`).join("")}${mend}`,
  ];
}

/** The answer for a text that no entry matches. */
const NOT_KNOWN =
  "Not known: no text of the catalogue is in it. Look into the log of the provider's pod on the pod's node, and give that.";

/** A diagnosis as text. */
export function diagnosisText({ answers, caller, unread }: Diagnosis): string {
  const shown = answers.length === 0 ? [NOT_KNOWN] : answers.map(answerWords);
  return [
    ...shown,
    ...(caller ? [`${caller.arn}: ${caller.says}`] : []),
    ...(unread ? [`The text is long: its first ${unread} characters were not read.`] : []),
  ].join("\n\n");
}

/** An entry as text, with the names from a pasted text. */
export function answerWords({ captures, causes, check, id, mend, title, why }: Answer): string {
  const named = Object.entries(captures).map(([name, value]) => `  ${name}: ${value}`);
  const told =
    causes === undefined
      ? [`Check: ${check}`, `To mend it: ${mend}`]
      : [
          "It has several causes. These checks tell them apart:",
          ...causes.map((cause) => `  ${cause.id} ${cause.title}\n    ${cause.check}`),
        ];
  return [`${id}: ${title}`, ...named, why, ...told].join("\n");
}
