import { SIDES } from "../../doctor/walk/sides";
import { walkReaders } from "../../doctor/walk/walk";
import { usableInventory } from "../../inventory/inventory-file";
import { answerWith } from "../../terminal/output";
import type { DoctorOptions } from "./options";
import { readersAnswer } from "./readers-answer";
import { readersNamed } from "./readers-named";
import { readersText } from "./readers-text";

/** Exit code of each result; what was not seen is not right. */
const CODES = { right: "ok", wrong: "refuted", "not seen": "error" } as const;

/** Walks the ways of the readers that are named, or of all, and answers. */
export async function answerReaders(
  names: readonly string[],
  options: DoctorOptions,
): Promise<void> {
  const { landingZone: zone } = await usableInventory(options.inventory);
  const readers = readersNamed(zone, names, options.inventory);
  const walked = await walkReaders(zone, readers, SIDES, {
    accepted: options.acceptUnseen,
    readParts: options.readParts,
  });
  const answer = readersAnswer(walked);
  answerWith(answer, options, readersText, CODES[answer.result]);
}
