import { createInterface } from "node:readline/promises";
import { UserError } from "./errors";
import { printedText } from "./printed-text";
import { isProgressJson } from "./progress-form";

/** Whether somebody at a terminal can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !isProgressJson();
}

/** Asks on the terminal whether to continue. Without a terminal, `--yes` must have been given. */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!canAsk()) throw new UserError("--yes must be given where no terminal can ask");
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, signal)) ?? "");
}

/** Asks on the terminal; undefined after Ctrl-C, at the end of the input, or if `signal` is aborted. */
export async function ask(
  question: string,
  signal?: AbortSignal,
  { input, output }: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stderr,
  },
): Promise<string | undefined> {
  const terminal = createInterface({ input, output });
  // At the end of the input there is no answer, and readline would never settle.
  const ended = new AbortController();
  terminal.once("close", () => ended.abort());
  const signals = AbortSignal.any(signal ? [ended.signal, signal] : [ended.signal]);
  try {
    return (await terminal.question(printedText(question), { signal: signals })).trim();
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
    output.write("\n");
    return undefined;
  } finally {
    terminal.close();
  }
}
