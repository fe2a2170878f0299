import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { visibleText } from "eks-pod-secrets/rules";
import { readFacts } from "../../doctor/facts/read-facts";
import { withFirstChanges } from "../../doctor/steps/looks";
import { oldPods, untilNoneIsOld } from "../../doctor/walk/old-pods";
import { findingsOf, walkedReader } from "../../doctor/walk/walk";
import { usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { progressBar } from "../../terminal/progress-bar";
import { CODES, type DoctorOptions } from "./options";
import { readersAnswer } from "./readers-answer";
import { narrowedTo, readersNamed, withoutGrant } from "./readers-named";
import { readersText } from "./readers-text";
import type { ReadersAnswer } from "./shape";

/** Walks the ways of the named readers, or of all readers, and answers. */
export async function answerReaders(
  names: readonly string[],
  options: DoctorOptions,
): Promise<void> {
  const { landingZone: zone } = await usableInventory(options.inventory);
  const { inventory, object } = options;
  const named = readersNamed(zone, names, inventory);
  const isMeant = (one: ResolvedReader) =>
    names.length > 0 || !object || narrowedTo(one, object).grants.length > 0;
  const readers = named.filter(isMeant);
  if (readers.length === 0) {
    const what = object ? ` that is granted ${visibleText(object)}` : "";
    throw new UserError(
      `${inventory} must have a reader${what}, whose way can be walked; found none`,
    );
  }
  const answer = await walkedAnswer(zone, readers, options);
  const words = () => readersText(answer, inventory);
  answerWith(answer, options, words, CODES[answer.result]);
}

/** The result of walking the ways of these readers. Everything is read in parallel. */
export async function walkedAnswer(
  zone: LandingZone,
  readers: readonly ResolvedReader[],
  { acceptUnseen, inventory, object, readParts, wait }: DoctorOptions,
): Promise<ReadersAnswer> {
  const refused = readers.flatMap((one) => (object ? (withoutGrant(one, object) ?? []) : []));
  const granted = readers.filter(({ id }) => !refused.some(({ reader }) => reader === id));
  const asked = object ? granted.map((one) => narrowedTo(one, object)) : granted;
  if (wait !== undefined) await untilNoneIsOld(() => oldPods(asked), wait);
  const { end, update: progress } = progressBar("looking");
  const read = readFacts(zone, asked, { inventory, readParts, progress });
  const facts = await read.then(withFirstChanges).finally(end);
  const walked = facts.map((one) =>
    walkedReader(one.reader.id, findingsOf(one, inventory), acceptUnseen),
  );
  return readersAnswer([...refused, ...walked]);
}
