#!/usr/bin/env node
import { Command, CommanderError, Help } from "commander";
import { exitCodes, FileError, messageOf, UserError, withoutCredentials } from "./terminal/errors";
import type { FailureAnswer } from "./terminal/failure-shape";
import { noteError, noteProblems, printJson } from "./terminal/output";
import { version } from "./terminal/package-directory";
import { printedText } from "./terminal/printed-text";
import { chooseProgressForm, isProgressJson, progressOption } from "./terminal/progress-form";
import { verbGroups, verbs } from "./verbs";

const HELP = ["-h, --help", "print this help"] as const;

async function main(args: readonly string[]): Promise<void> {
  const program = new Command("eks-pod-secrets")
    .description("Deploys, and proves, which Kubernetes pods can read which AWS secrets.")
    .version(version(), "--version", "print the version")
    .helpOption(...HELP)
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText("after", "\nEvery verb explains itself: eks-pod-secrets help check");
  for (const [group, load] of verbsFor(args[0])) {
    program.addCommand(withProgress((await load()).command()).helpGroup(`${group}:`));
  }
  for (const each of [program, ...program.commands]) {
    each
      .exitOverride()
      .helpOption(...HELP)
      .showSuggestionAfterError();
    each.configureOutput({
      outputError: (text, write) => tellMistake(withoutCredentials(text), write),
    });
    each.configureHelp({
      commandDescription: (of) => flowing(of.description()),
      optionDescription: (option) => flowing(new Help().optionDescription(option)),
    });
  }
  await program.parseAsync(args, { from: "user" });
}

/** A verb that answers in JSON can tell its progress in JSON, too. */
function withProgress(verb: Command): Command {
  if (!verb.options.some(({ long }) => long === "--json")) return verb;
  return verb.addOption(progressOption()).on("option:progress", chooseProgressForm);
}

/** What Commander says of a mistake in the arguments. */
function tellMistake(text: string, write: (text: string) => void): void {
  if (isProgressJson()) noteError(text.trim().replace(/^error: /, ""));
  else write(printedText(text));
}

/** Lines are broken where the terminal ends, not where the source does. */
function flowing(text: string): string {
  return text.replaceAll("\n", " ");
}

/** The verb that is asked for, or all of them, which the command's own help and `completion` list; each with its group. */
function verbsFor(name: string | undefined) {
  const all = Object.entries(verbGroups).flatMap(([group, of]) =>
    Object.entries(of).map(([verb, load]) => ({ verb, entry: [group, load] as const })),
  );
  const asked = name === "completion" ? [] : all.filter(({ verb }) => verb === name);
  return (asked.length > 0 ? asked : all).map(({ entry }) => entry);
}

/** `help VERB` is `VERB --help`. What is no verb stands alone, so that the error names it, whatever else is asked for. */
function withoutHelpVerb(words: string[]): string[] {
  const [first, ...others] = words;
  const asked = first === "help" ? [...others, "--help"] : words;
  const [verb] = asked;
  const isWrong = verb !== undefined && !verb.startsWith("-") && !Object.hasOwn(verbs, verb);
  return isWrong ? [verb] : asked;
}

function fail(error: unknown, isJson: boolean): void {
  process.exitCode = exitCodes.error;
  if (error instanceof CommanderError && error.exitCode === 0) {
    // Help and version that were asked for are no failure.
    process.exitCode = exitCodes.ok;
    return;
  }
  const failure: FailureAnswer = { result: "error", problems: problemsOf(error) };
  if (isJson) printJson(failure);
  if (error instanceof CommanderError) return; // Commander has said it already
  if (error instanceof FileError) noteProblems(error.problems, "error");
  else if (error instanceof UserError) {
    noteError(messageOf(error));
  } else {
    const trace = error instanceof Error ? error.stack : undefined;
    noteError(messageOf(trace ?? error), "internal error");
  }
}

function problemsOf(error: unknown): FailureAnswer["problems"] {
  if (error instanceof FileError) return error.problems;
  const message = messageOf(error);
  return [{ message: error instanceof CommanderError ? message.replace(/^error: /, "") : message }];
}

// The SDK's plans for later versions concern those who choose its version, not the command's users.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return; // the reader of a pipe may leave early
  process.exitCode = exitCodes.error;
  noteError(`cannot write the answer: ${error.message}`);
});
// Nobody is left to be told; what runs goes on.
process.stderr.on("error", () => {});
const words = process.argv.slice(2);
/** Comes when all is done. */
export const ended = main(withoutHelpVerb(words)).catch((error: unknown) =>
  fail(error, words.includes("--json")),
);
