import { grouped } from "iam-proof/collections";
import { entryOf } from "../../doctor/catalogue";
import { type Finding, STEPS, type StepId, type WalkedReader } from "../../doctor/step";
import { aboutInventory } from "../../inventory/inventory-file";
import { coloursOf, count } from "../../terminal/output";
import type { ReadersAnswer } from "./shape";

type Step = WalkedReader["steps"][number];
type Answer = NonNullable<WalkedReader["answer"]>;

/** The most names, sentences and mends that are shown for one cause; `--json` lists all. */
const MOST = 5;

/** The text about readers: for one its whole way, for many what keeps which of them from reading. */
export function readersText(answer: ReadersAnswer, inventory: string): string {
  const [only, ...others] = answer.readers;
  const lines =
    only && others.length === 0 ? oneReader(only, inventory) : manyReaders(answer, inventory);
  return lines.join("\n");
}

function oneReader({ answer, reader, result, steps }: WalkedReader, inventory: string): string[] {
  const shown = steps.filter(({ findings }) => findings.length > 0);
  return [
    ...inOrder(shown, reasonOrStep).flatMap(([, alike]) => stepLines(alike, answer?.step)),
    "",
    ...(answer
      ? [
          headOf(answer),
          `  ${reader}, step ${answer.step}: ${answer.says}`,
          `  How it is known: ${answer.known}`,
          ...mendLines([answer.mend]),
          `  Then look again: ${aboutInventory(`doctor ${reader}`, inventory)}`,
          explained(answer),
        ]
      : [`${label(result)}  ${reader}${CLOSING[result]}`]),
  ];
}

const CLOSING = {
  right: " can read: every step is right",
  wrong: "",
  "not seen": ": no step is known to be wrong, but not every step was seen",
};

/** Why a step was not seen, which may apply to many readers; for any other step, its name. */
function reasonOrStep({ findings, step }: Step): string {
  const isUnseen = findings.every(({ result }) => result === "not seen");
  return isUnseen ? sentencesOf(findings).join("\n") : step;
}

/** The steps that can cause a later one. A mount fails for anything wrong before it. */
const FOLLOWS: Partial<Record<StepId, readonly StepId[]>> = {
  pods: ["service-account"],
  webhook: ["association"],
  value: ["object"],
  parts: ["object", "value"],
  file: Object.keys(STEPS) as StepId[],
};

/** `cause`: the first wrong step. */
function stepLines([first, ...others]: readonly Step[], cause: StepId | undefined): string[] {
  if (!first) return [];
  const { findings, step } = first;
  const names = [step, ...others.map((one) => one.step)].join(", ");
  const result = findings[0]?.result ?? "right";
  const follows = cause && FOLLOWS[step]?.includes(cause) ? ` (may follow from step ${cause})` : "";
  const role = step === cause ? " (the cause)" : follows;
  const title = result === "wrong" ? `${role}: expected: ${STEPS[step]}` : `: ${STEPS[step]}`;
  return [
    `${label(result)}  ${names}${others.length > 0 ? "" : title}`,
    ...sentencesOf(findings).map((one) => `          ${one}`),
  ];
}

/** Remarks about a step that is right. */
function sentencesOf(findings: readonly Finding[]): string[] {
  const said = findings.map((one) => {
    const needs = one.result === "not seen" && one.right ? `; needs ${one.right}` : "";
    return one.says ? `${one.says}${needs}` : "";
  });
  return unique(said).filter((one) => one !== "");
}

function manyReaders({ causes, readers, result }: ReadersAnswer, inventory: string): string[] {
  const { bold } = coloursOf(process.stdout);
  const right = readers.filter((one) => one.result === "right").length;
  const one = aboutInventory("doctor READER", inventory);
  return [
    bold(`${right} of ${count(readers.length, "reader")} ${right === 1 ? "is" : "are"} right`),
    ...causes.flatMap((one) => causeLines(readers, one)),
    ...unseenLines(readers),
    ...(result === "right" ? [] : ["", `one reader, step by step: ${one}`]),
  ];
}

/** What applies to all readers with a cause, and what mends it. */
function causeLines(
  readers: readonly WalkedReader[],
  { cause, step }: ReadersAnswer["causes"][number],
): string[] {
  const answered = readers.flatMap(({ answer, reader }) =>
    answer?.cause === cause && answer.step === step ? [{ ...answer, reader }] : [],
  );
  const [first] = answered;
  if (!first) return [];
  const said = inOrder(answered, ({ says }) => says);
  const mends = inOrder(answered, ({ mend }) => mend.commands.join("\n") || mend.says);
  return [
    "",
    `${headOf(first)}: ${count(answered.length, "reader")}`,
    ...shortened(said, ([says, those]) => [`  ${namesOf(those)}, step ${step}: ${says}`]),
    ...shortened(mends, ([, those]) => mendLines(those.map(({ mend }) => mend))),
    explained(first),
  ];
}

function headOf({ cause }: Answer): string {
  const { bold } = coloursOf(process.stdout);
  return bold(`${cause} ${entryOf(cause).title}`);
}

function explained({ cause }: Answer): string {
  return `  More: eks-pod-secrets doctor --explain ${cause}`;
}

/** Mends that have the same commands. */
function mendLines(mends: readonly Answer["mend"][]): string[] {
  return [
    ...shortened(unique(mends.map(({ says }) => says)), (says) => [`  To mend it: ${says}`]),
    ...(mends[0]?.commands ?? []).map((command) => `    ${command}`),
    ...unique(mends.flatMap(({ changes = [] }) => changes)).map((one) => `  This changes: ${one}`),
  ];
}

/** Why steps were not seen of readers without a known problem, each reason once. */
function unseenLines(readers: readonly WalkedReader[]): string[] {
  const open = readers.filter(({ result }) => result === "not seen");
  const unseen = open.flatMap(({ reader, steps }) =>
    steps.flatMap(({ findings, step }) => {
      const reasons = sentencesOf(findings.filter(({ result }) => result === "not seen"));
      return reasons.map((says) => ({ reader, says, step }));
    }),
  );
  const reasons = inOrder(unseen, ({ says }) => says).map(([says, those]) => ({
    named: inOrder(those, ({ reader }) => reader).flatMap(([, [first]]) => first ?? []),
    line: `  ${unique(those.map(({ step }) => step)).join(", ")}: ${says}`,
  }));
  return shortened(
    reasons.sort((one, other) => other.named.length - one.named.length),
    ({ line, named }) => ["", `${label("not seen")}  ${namesOf(named)}`, line],
    MOST_REASONS,
  );
}

const MOST_REASONS = 20;

/** `orders, own`, or the first ones of many. */
function namesOf(readers: readonly { reader: string }[]): string {
  const named = readers.slice(0, MOST).map(({ reader }) => reader);
  const more = readers.length > MOST ? ` and ${count(readers.length - MOST, "more reader")}` : "";
  return `${named.join(", ")}${more}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Groups by a text, in the order of their first members. */
function inOrder<One>(all: readonly One[], textOf: (one: One) => string): [string, One[]][] {
  return [...grouped(all, (one) => [textOf(one)])];
}

/** The lines of the first ones, and how many more there are. */
function shortened<One>(
  all: readonly One[],
  linesOf: (one: One) => string[],
  most = MOST,
): string[] {
  const rest = all.length - most;
  const more = rest > 0 ? [`  and ${rest} more; --json lists all`] : [];
  return [...all.slice(0, most).flatMap(linesOf), ...more];
}

function label(result: Finding["result"]): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const colour = { right: green, wrong: red, "not seen": yellow }[result];
  return colour(result.padEnd(8));
}
