import { Argument, Command } from "commander";

import { print } from "../../terminal/output";
import { completionScript, SHELLS, type Shell } from "./completion-script";

/** `completion`: let the shell complete verbs, options and their values. */
export function command(): Command {
  return new Command("completion")
    .summary("print a script with which bash or zsh completes this command")
    .description(
      "Prints a script that completes verbs, options and their values. It completes eks-pod-secrets where\n" +
        "that is in PATH: as a shell function, or as a package that is installed globally.",
    )
    .addArgument(new Argument("<SHELL>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  $ eval "$(npx eks-pod-secrets completion bash)"
  $ npx eks-pod-secrets completion zsh >> ~/.zshrc

Where the command is installed in a repository only, define it first:
  $ eks-pod-secrets() { npx eks-pod-secrets "$@"; }`,
    )
    .action(completion);
}

/** The command to which this verb belongs has all the others. */
function completion(shell: Shell, _: unknown, { parent }: Command): void {
  print(completionScript(shell, parent?.commands ?? []));
}
