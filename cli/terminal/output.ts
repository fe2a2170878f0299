import type { PlacedProblem } from "eks-pod-secrets/grant";
import { visibleText } from "eks-pod-secrets/rules";
import pc from "picocolors";
import { annotate, isInGitHubActions } from "./annotations";
import { exitCodes } from "./errors";
import { printedJson, printedText } from "./printed-text";
import { isProgressJson, tellEvent } from "./progress-form";
import { oncePerDocument, withoutRepeats } from "./repeated-reasons";

const MOST_LINES = 50;

/** Whether a stream is a terminal on which lines can be redrawn. */
export function canDraw(stream: { isTTY?: boolean }): boolean {
  const isData = stream === process.stderr && isProgressJson();
  return stream.isTTY === true && process.env.TERM !== "dumb" && !isData;
}

/** Colours for one stream. None if it is not a terminal with colours, or if `NO_COLOR` is set. */
export function coloursOf(stream: { isTTY?: boolean }) {
  return pc.createColors(canDraw(stream) && !process.env.NO_COLOR);
}

/** Prints a line of the answer. */
export function print(line: string): void {
  process.stdout.write(`${printedText(withoutRepeats(line))}\n`);
}

/** Prints a line that is not part of the answer. */
export function note(line: string): void {
  const message = withoutRepeats(line);
  if (isProgressJson()) tellEvent({ event: "note", message });
  else process.stderr.write(`${printedText(message)}\n`);
}

/** Prints why the command could not do its work. */
export function noteError(message: string, kind = "error"): void {
  if (isProgressJson()) tellEvent({ event: "error", message });
  else note(`${coloursOf(process.stderr).red(kind)}: ${message}`);
}

/** Ends a verb with its answer, in JSON or in words, and sets the exit code. */
export function answerWith<A>(
  answer: A,
  { json }: { json?: true },
  words: (answer: A) => string,
  code: keyof typeof exitCodes = "ok",
): void {
  if (code !== "ok") process.exitCode = exitCodes[code];
  if (json) printJson(answer);
  else print(words(answer));
}

/** Ends a verb that was not confirmed. */
export function nothingDone(): void {
  process.exitCode = exitCodes.refuted;
  note("nothing was done");
}

/** Prints the answer of a verb with `--json`. */
export function printJson(answer: unknown): void {
  process.stdout.write(`${printedJson(JSON.stringify(answer, oncePerDocument(), 2))}\n`);
}

/**
 * Prints problems or warnings as `file:line:column: kind: message`, which editors turn into links. In GitHub Actions each one
 * becomes an annotation on the pull request.
 */
export function noteProblems(problems: readonly PlacedProblem[], kind: "error" | "warning"): void {
  if (isProgressJson()) {
    for (const problem of problems) tellEvent({ event: kind, ...problem });
    return;
  }
  if (isInGitHubActions()) {
    for (const problem of problems) annotate({ level: kind, ...problem });
    return;
  }
  const colours = coloursOf(process.stderr);
  const label = kind === "error" ? colours.red(kind) : colours.yellow(kind);
  for (const { column, file, line, message } of problems.slice(0, MOST_LINES)) {
    const place = colours.bold(`${visibleText(file)}:${line}:${column}`);
    note(`${place}: ${label}: ${visibleText(message)}`);
  }
  const hidden = problems.length - MOST_LINES;
  if (hidden > 0) note(`and ${count(hidden, `more ${kind}`)}; --json lists all`);
}

/** `1 reader`, `2 readers`, `2 classes`. */
export function count(number: number, noun: string): string {
  const ending = noun.endsWith("s") ? "es" : "s";
  return `${number} ${noun}${number === 1 ? "" : ending}`;
}

/** `2 secrets, 1 parameter`. A zero count is omitted, unless both are zero. */
export function countObjects(secrets: number, parameters: number, between = ", "): string {
  return [
    ...(secrets > 0 || parameters === 0 ? [count(secrets, "secret")] : []),
    ...(parameters > 0 ? [count(parameters, "parameter")] : []),
  ].join(between);
}
