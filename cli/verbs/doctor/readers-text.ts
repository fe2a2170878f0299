import { entryOf } from "../../doctor/catalogue";
import { STEPS } from "../../doctor/step";
import { coloursOf, count } from "../../terminal/output";
import type { ReadersAnswer } from "./shape";

type Reader = ReadersAnswer["readers"][number];
type Finding = Reader["steps"][number]["findings"][number];
type Answer = NonNullable<Reader["answer"]>;

/** Readers of a cause that are named; `--json` names all. */
const MOST_NAMED = 5;

/** Readers that get a line each; beyond them the causes say it. */
const MOST_LINES = 50;

/** What `doctor` says to people of readers: of one its whole way, of many those that are not right. */
export function readersText(answer: ReadersAnswer): string {
  const [only, ...others] = answer.readers;
  return (only && others.length === 0 ? oneReader(only) : manyReaders(answer)).join("\n");
}

function oneReader({ answer, reader, result, steps }: Reader): string[] {
  const shown = steps.filter(({ findings }) => findings.length > 0);
  return [
    ...shown.flatMap(({ findings, step }) => [
      `${label(findings[0]?.result ?? "right")}  ${step}: ${STEPS[step]}`,
      ...[...new Set(findings.flatMap(sentence))].map((one) => `          ${one}`),
    ]),
    "",
    ...(answer
      ? answerLines(reader, answer)
      : result === "right"
        ? [`${label("right")}  ${reader} can read: every step is right`]
        : [
            `${label("not seen")}  ${reader}: no step is known to be wrong, but not every step was seen`,
          ]),
  ];
}

/** What is said of a step besides that it is right. */
function sentence(finding: Finding): string[] {
  if (finding.result !== "not seen") return finding.says ? [finding.says] : [];
  return [finding.right ? `${finding.says}; needs ${finding.right}` : finding.says];
}

/** Cause, how it is known, and how it is mended. */
function answerLines(reader: string, { cause, known, mend, says, step }: Answer): string[] {
  const { bold } = coloursOf(process.stdout);
  return [
    `${bold(`${cause} ${entryOf(cause)?.title ?? ""}`.trim())}`,
    `  ${reader}, step ${step}: ${says}`,
    `  known by: ${known}`,
    ...mendLines(mend),
    `  more: eks-pod-secrets doctor --explain ${cause}`,
  ];
}

function mendLines({ changes = [], commands, says }: Answer["mend"]): string[] {
  return [
    `  mend: ${says}`,
    ...commands.map((command) => `    ${command}`),
    ...changes.map((change) => `  changes: ${change}`),
  ];
}

function manyReaders({ causes, readers, result }: ReadersAnswer): string[] {
  const { bold } = coloursOf(process.stdout);
  const open = readers.filter((one) => one.result !== "right");
  const right = readers.length - open.length;
  return [
    ...open.slice(0, MOST_LINES).map(readerLine),
    ...(open.length > MOST_LINES
      ? [`and ${count(open.length - MOST_LINES, "more reader")}; --json lists all`]
      : []),
    ...(open.length > 0 ? [""] : []),
    bold(`${right} of ${count(readers.length, "reader")} ${right === 1 ? "is" : "are"} right`),
    ...causes.map((one) => `  ${causeLine(one)}`),
    ...unseenLines(open),
    ...(result === "right" ? [] : ["  one reader, step by step: eks-pod-secrets doctor READER"]),
  ];
}

function readerLine({ answer, reader, result, steps }: Reader): string {
  if (answer) return `${label(result)}  ${reader}: ${answer.step}: ${answer.cause}: ${answer.says}`;
  const [first = "", ...others] = unseenSteps(steps);
  const more = others.length > 0 ? ` and ${count(others.length, "more step")}` : "";
  return `${label(result)}  ${reader}: ${first}${more}`;
}

function causeLine({ cause, readers, step }: ReadersAnswer["causes"][number]): string {
  const title = entryOf(cause)?.title ?? STEPS[step];
  const named = readers.slice(0, MOST_NAMED).join(", ");
  const more = readers.length > MOST_NAMED ? ", …" : "";
  return `${cause} ${title}: ${count(readers.length, "reader")} (${named}${more})`;
}

/** Why steps were not seen, each reason once, with how many readers it concerns. */
function unseenLines(readers: readonly Reader[]): string[] {
  const numbers = new Map<string, number>();
  for (const { result, steps } of readers) {
    if (result !== "not seen") continue;
    const all = steps.flatMap(({ findings }) => findings);
    const unseen = all.filter((one) => one.result === "not seen").flatMap(sentence);
    for (const one of new Set(unseen)) numbers.set(one, (numbers.get(one) ?? 0) + 1);
  }
  const sorted = [...numbers].sort(([, one], [, other]) => other - one);
  return sorted
    .slice(0, MOST_LINES)
    .map(([says, of]) => `  not seen of ${count(of, "reader")}: ${says}`);
}

function unseenSteps(steps: Reader["steps"]): string[] {
  return steps.flatMap(({ findings, step }) => (findings[0]?.result === "not seen" ? [step] : []));
}

function label(result: Finding["result"]): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const colour = { right: green, wrong: red, "not seen": yellow }[result];
  return colour(result.padEnd(8));
}
