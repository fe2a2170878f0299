import type { Command } from "commander";
import type { SecretReading } from "eks-pod-secrets/access";
import { parseArn } from "eks-pod-secrets/grant";
import { sayPrincipal } from "iam-proof/prover";
import { addSourceOptions, type SourceOptions } from "../documents/source-options";
import { requestInWords, turningLines } from "../proof/finding-words";
import { addLimitOptions, type LimitOptions } from "../proof/limit-options";
import { answerWith, coloursOf, countObjects } from "../terminal/output";
import { type Assumed, assumedLines, becomesLines, type becomesOf } from "./assumed";
import type { InventoryNames } from "./inventory-names";
import { wayLines } from "./way-lines";
import type { WaysAnswer } from "./way-shapes";

/** A line that names the reader. `source`: what was read. */
export function readerLine(
  reading: SecretReading & Becomes,
  names: InventoryNames,
  source: string,
): string {
  const { as, becomes, entry, principal, reader, secret } = reading;
  const colours = coloursOf(process.stdout);
  const principalName = names.named(sayPrincipal(principal));
  const who = reader
    ? `${names.reader(reader)}${wayText(reading)}, as ${principalName}`
    : as === "unknown principal"
      ? `${principalName}, whose policies are not in ${source}; so may others like it`
      : as === "rotation role"
        ? `of ${names.object(secret)}, as ${principalName}`
        : principalName;
  const kind = as.padEnd(18);
  return `  ${as === "unknown principal" ? colours.red(kind) : kind}${who}${remarkText(reading, names)}${linesText(entry ? entryLines(entry) : [], names)}${becomesText(reader ? undefined : becomes, names)}`;
}

/** How a declared reader gets its session, unless EKS Pod Identity creates it for the reader's present role. */
function wayText({ byToken, former, principal, secret }: SecretReading): string {
  const role = principal.kind === "session" ? principal.roleArn : "";
  const isAcross = parseArn(role)?.account !== parseArn(secret)?.account;
  const ways = [
    ...(former ? ["former role"] : []),
    ...(byToken ? [`by its own tokens${isAcross ? ": one lock in place of two" : ""}`] : []),
  ];
  return ways.length > 0 ? ` (${ways.join(", ")})` : "";
}

/** A title with the number of secrets and parameters that are read, or that nothing is. */
function readingsTitle(found: Omit<SecretReading, "as">[]): string {
  if (found.length === 0) return "nothing";
  const parameters = found.filter(({ secret }) => parseArn(secret)?.service === "ssm").length;
  return `${countObjects(found.length - parameters, parameters)}:`;
}

/** Two lines with what is read, and the request that reads it. */
function readingLines(reading: Omit<SecretReading, "as"> & Becomes, names: InventoryNames): string {
  const { becomes, request, secret } = reading;
  return `  ${names.object(secret)}\n    ${names.named(requestInWords(request))}${remarkText(reading, names)}${becomesText(becomes, names)}`;
}

type Becomes = ReturnType<typeof becomesOf>;

function becomesText(becomes: Becomes["becomes"], names: InventoryNames): string {
  return linesText(becomesLines(becomes), names);
}

function linesText(lines: string[], { named }: InventoryNames): string {
  return lines.map((line) => `\n${named(line)}`).join("");
}

/** Lines that say who becomes an administrator's role undeclared, and what to change. */
export function entryLines({ fix, summary }: NonNullable<SecretReading["entry"]>): string[] {
  return [`    ${summary}`, `    to close this: ${fix}`];
}

/** Why `evaluate` denies the request, or which keys the reading depends on. */
function remarkText(
  { remark, ...reading }: Pick<SecretReading, "remark" | "turnsOn">,
  names: InventoryNames,
): string {
  const turning = turningLines(reading).map((line) => `    turns on ${line}`);
  return linesText([...(remark === undefined ? [] : [`    ${remark}`]), ...turning], names);
}

/** The options of a verb that asks the solver who reads what. */
export type ReadingOptions = SourceOptions & LimitOptions & { json?: true };

/** Adds the options of such a verb. */
export function withReadingOptions<Any extends Command>(verb: Any): Any {
  const limited = addLimitOptions(addSourceOptions(verb), "for each question to the solver");
  const says = `answer in JSON; eks-pod-secrets schema ${verb.name()} describes it`;
  return limited.option("--json", says);
}

/** Prints findings under a title, each with the request that reads it. */
export function printFound<
  Answer extends Assumed & Completeness & { found: (Omit<SecretReading, "as"> & Becomes)[] },
>(answer: Answer, options: { json?: true }, title: string, names: InventoryNames): void {
  const lines = answer.found.map((one) => readingLines(one, names));
  const all = [`${title} ${readingsTitle(answer.found)}`, ...lines, ...wayLines(answer, names)];
  printReadings(answer, options, all, names);
}

interface Completeness {
  result: "complete" | "unknown";
  reason?: string;
  throughChanges?: WaysAnswer | undefined;
}

/** Prints who reads what, in JSON if asked, otherwise in lines. Exit code 2 if the list is not complete. */
export function printReadings<Answer extends Assumed & Completeness>(
  answer: Answer,
  options: { json?: true },
  lines: string[],
  { named }: InventoryNames,
): void {
  const open = answer.reason ? [named(`the list is not complete: ${answer.reason}`)] : [];
  const words = () => [...lines, ...open, ...assumedLines(answer).map(named)].join("\n");
  const isOpen = [answer, answer.throughChanges].some((one) => one?.result === "unknown");
  answerWith(answer, options, words, isOpen ? "error" : "ok");
}
