import { existsSync } from "node:fs";
import { parseArn, type ResolvedReader } from "eks-pod-secrets/grant";
import { diagnose } from "../../doctor/texts/diagnose";
import type { Diagnosis } from "../../doctor/texts/diagnosis-shape";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { answerWith, note } from "../../terminal/output";
import { readAtMost } from "../../terminal/output-file";
import { CODES, type DoctorOptions } from "./options";
import { readersInText } from "./readers-in-text";
import { isNamed, readersNamed } from "./readers-named";
import type { TextAnswer } from "./shape";
import { textWords } from "./text-words";

/** How long to wait for the end of a text before saying so. */
const PATIENCE = 2_000;

/** The largest size of a text, in bytes. */
const MOST = 20_000_000;

/**
 * Answers a text by its causes. If the text does not decide, or a reader is named, the way of the reader in the text is walked,
 * if there is an inventory.
 */
export async function answerText(
  file: string,
  names: readonly string[],
  options: DoctorOptions,
): Promise<void> {
  const missing = "name a file, or - for standard input";
  const waits = () => note(`waiting for the end of ${file === "-" ? "standard input" : file}`);
  const timer = setTimeout(waits, PATIENCE);
  const read = await readAtMost(file === "-" ? 0 : file, MOST, missing).finally(() =>
    clearTimeout(timer),
  );
  if (read.length > MOST) {
    throw new UserError(`--text must have at most ${MOST} bytes: give its end, as tail -c ${MOST}`);
  }
  const text = read.toString("utf8");
  const diagnosis = diagnose(text);
  const { inventory } = options;
  // A text can be answered without an inventory.
  const isAtHand = names.length > 0 || inventory !== DEFAULT_INVENTORY || existsSync(inventory);
  const zone = isAtHand ? (await usableInventory(inventory)).landingZone : undefined;
  const inText = () => readersInText(text, zone?.readers ?? []);
  const readers = zone && names.length > 0 ? readersNamed(zone, names, inventory) : inText();
  const [reader, ...others] = readers;
  const only = others.length === 0 ? reader : undefined;
  const notGranted = only ? foreignObjects(only, diagnosis) : [];
  const isOpen = names.length > 0 || resultOf(diagnosis) !== "known";
  const isWalked = zone && only && isOpen && notGranted.length === 0;
  // For a text alone, nothing that reads clusters and accounts is loaded.
  const walk = isWalked && (await import("./answer-readers.js")).walkedAnswer;
  const answer: TextAnswer = {
    result: notGranted.length > 0 ? "not granted" : resultOf(diagnosis),
    ...diagnosis,
    readers: readers.map(({ id }) => id),
    notGranted,
    ...(walk && { walk: await walk(zone, readers, options) }),
  };
  answerWith(answer, options, () => textWords(answer, inventory), codeOf(answer));
}

/** Objects that the reader wants to read according to the text and that the inventory does not grant. */
function foreignObjects({ grants }: ResolvedReader, { answers }: Diagnosis): string[] {
  const named = answers.flatMap(({ captures: { object, resource } }) => [object, resource]);
  return [...new Set(named)].filter((one): one is string => {
    if (one === undefined || grants.some(({ target }) => isNamed(target, one))) return false;
    const service = parseArn(one)?.service;
    return service === undefined || service === "secretsmanager" || service === "ssm";
  });
}

function resultOf({ answers: [first, ...others] }: Diagnosis): TextAnswer["result"] {
  if (!first) return "not known";
  return others.length === 0 && !first.causes ? "known" : "several causes";
}

function codeOf({ result, walk }: TextAnswer): (typeof CODES)[keyof typeof CODES] {
  if (walk) return CODES[walk.result];
  return result === "known" || result === "not granted" ? "refuted" : "error";
}
