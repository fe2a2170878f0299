import { Argument, Command } from "commander";

import { print } from "../../terminal/output";
import { completionScript, SHELLS, type Shell } from "./completion-script";

/** `completion`: let the shell complete verbs, options and their values. */
export function command(): Command {
  return new Command("completion")
    .summary("print a script with which bash or zsh completes this command")
    .description(
      "Prints a script that completes verbs, options and their values of the command eks-pod-secrets.",
    )
    .addArgument(new Argument("<SHELL>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  $ eval "$(npx eks-pod-secrets completion bash)"   # for this shell
  $ npx eks-pod-secrets completion bash >> ~/.bashrc
  $ npx eks-pod-secrets completion zsh >> ~/.zshrc

If the command is installed only in a repository, add a function to the same file:
  eks-pod-secrets() { npx eks-pod-secrets "$@"; }`,
    )
    .action(completion);
}

/** The command to which this verb belongs has all the others. */
function completion(shell: Shell, _: unknown, { parent }: Command): void {
  print(completionScript(shell, parent?.commands ?? []));
}
