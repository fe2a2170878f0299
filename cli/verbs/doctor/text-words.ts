import { readNotGranted } from "../../doctor/catalogue/eps-400-read-not-granted";
import { diagnosisText } from "../../doctor/texts/answer-text";
import { aboutInventory } from "../../inventory/inventory-file";
import { readersText } from "./readers-text";
import type { TextAnswer } from "./shape";

/** What `doctor --text` says to people: what the text tells, and what a walk of its reader's way has found. */
export function textWords(answer: TextAnswer, inventory: string): string {
  const { notGranted, readers, walk } = answer;
  const [reader = "", ...others] = readers;
  return [
    ...(notGranted.length > 0 ? notGrantedWords(reader, answer) : [diagnosisText(answer)]),
    ...(walk
      ? [
          `The way of ${reader}, which the text speaks of, as it is now:\n\n${readersText(walk, inventory)}`,
        ]
      : []),
    ...(others.length > 0
      ? [`The text may speak of ${readers.join(", ")}: name one before --text.`]
      : []),
    ...(others.length === 0 && reader && !walk
      ? [`As it is now: ${aboutInventory(`doctor ${reader}`, inventory)}`]
      : []),
  ].join("\n\n");
}

/** What the text itself would advise is not said: the read is not to be mended. */
function notGrantedWords(reader: string, { answers, notGranted }: TextAnswer): string[] {
  const { id, mend, title } = readNotGranted;
  return [
    ...answers.map((one) => `${one.id}: ${one.title}`),
    `${id}: ${title}\n${notGranted.map((object) => `  ${reader} is not granted ${object}\n`).join("")}${mend}`,
  ];
}
