import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { visibleText } from "eks-pod-secrets/rules";
import { readClusterFacts } from "../../doctor/facts/read-cluster-facts";
import { ACCOUNT_STEPS, readWithChanges } from "../../doctor/steps/account-steps";
import { CLUSTER_STEPS } from "../../doctor/steps/cluster-steps";
import { oldPods, untilNoneIsOld } from "../../doctor/walk/old-pods";
import { sideLooks, walkReaders } from "../../doctor/walk/walk";
import { usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import type { DoctorOptions } from "./options";
import { readersAnswer } from "./readers-answer";
import { narrowedTo, readersNamed, withoutGrant } from "./readers-named";
import { readersText } from "./readers-text";
import type { ReadersAnswer } from "./shape";

/** Exit code of each result; what was not seen is not right. */
export const CODES = { right: "ok", wrong: "refuted", "not seen": "error" } as const;

/** What is looked at: the clusters, and the accounts. */
const SIDES = [
  sideLooks(readClusterFacts, CLUSTER_STEPS),
  sideLooks(readWithChanges, ACCOUNT_STEPS),
];

/** Walks the ways of the readers that are named, or of all, and answers. */
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

/** What a walk of the ways of these readers finds. */
export async function walkedAnswer(
  zone: LandingZone,
  readers: readonly ResolvedReader[],
  { acceptUnseen: accepted, inventory, object, readParts, wait }: DoctorOptions,
): Promise<ReadersAnswer> {
  const refused = readers.flatMap((one) => (object ? (withoutGrant(one, object) ?? []) : []));
  const granted = readers.filter((one) => !refused.some(({ reader }) => reader === one));
  const asked = object ? granted.map((one) => narrowedTo(one, object)) : granted;
  if (wait !== undefined) await untilNoneIsOld(() => oldPods(zone, asked), wait);
  const walked = await walkReaders(zone, asked, SIDES, { accepted, inventory, readParts });
  return readersAnswer([...refused, ...walked], inventory);
}
