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

interface Terminal {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
}

/** Asks on the terminal; undefined after Ctrl-C, at the end of the input, or if `signal` is aborted. */
export async function ask(
  question: string,
  signal?: AbortSignal,
  terminal?: Terminal,
): Promise<string | undefined> {
  return await asking((next) => next(question, signal), terminal);
}

/** Asks the next question. */
export type Ask = (question: string, signal?: AbortSignal) => Promise<string | undefined>;

/** Asks several questions. Lines that are pasted together answer one each, until `forget` drops the rest of them. */
export async function asking<Answer>(
  use: (ask: Ask, forget: () => void) => Answer,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<Awaited<Answer>> {
  const terminal = createInterface({ input, output });
  const pasted: string[] = [];
  terminal.on("line", (line) => pasted.push(line));
  // At the end of the input there is no answer, and readline would never settle.
  const ended = new AbortController();
  terminal.once("close", () => ended.abort());
  const next: Ask = async (question, signal) => {
    const shown = printedText(question);
    const ahead = pasted.shift();
    if (ahead !== undefined) {
      output.write(`${shown}${ahead}\n`);
      return ahead.trim();
    }
    const signals = AbortSignal.any(signal ? [ended.signal, signal] : [ended.signal]);
    try {
      return (await terminal.question(shown, { signal: signals })).trim();
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
      output.write("\n");
      return undefined;
    }
  };
  try {
    return await use(next, () => pasted.splice(0));
  } finally {
    terminal.close();
  }
}
