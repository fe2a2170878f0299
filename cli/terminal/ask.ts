import { createInterface } from "node:readline/promises";
import { UserError } from "./errors";
import { printedText } from "./printed-text";
import { isProgressJson } from "./progress-form";

/** Whether somebody sits at a terminal who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !isProgressJson();
}

/** Asks on the terminal whether to go on; without one, `--yes` must have been given. */
export async function confirmed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!canAsk()) throw new UserError("--yes must be given where no terminal can ask");
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, signal)) ?? "");
}

/** Asks on the terminal; undefined where the answer is Ctrl-C, the end of the input, or `signal` is aborted. */
export async function ask(
  question: string,
  signal?: AbortSignal,
  { input, output }: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stderr,
  },
): Promise<string | undefined> {
  const terminal = createInterface({ input, output });
  // Without an end of the input there is no answer, and nothing that waits for one.
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
