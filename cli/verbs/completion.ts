import { Argument, type Command } from "commander";
import { print } from "../terminal/output";
import { Verb } from "../terminal/verb";

/** `completion`: let the shell complete verbs, options and their values. */
export function command(): Verb {
  return new Verb("completion", "print a script with which bash or zsh completes this command")
    .description(
      "Prints a script that completes verbs, options and their values of the command eks-pod-secrets.",
    )
    .addArgument(new Argument("<SHELL>", "the shell").choices(SHELLS))
    .ending(`
Examples:
  $ eval "$(npx eks-pod-secrets completion bash)"   # for this shell
  $ npx eks-pod-secrets completion bash >> ~/.bashrc
  $ npx eks-pod-secrets completion zsh >> ~/.zshrc

If the command is installed only in a repository, add a function to the same file:
  eks-pod-secrets() { npx eks-pod-secrets "$@"; }`)
    .action(completion);
}

/** The parent command has all verbs. */
function completion(shell: Shell, _: unknown, { parent }: Command): void {
  print(completionScript(shell, parent?.commands ?? []));
}

const SHELLS = ["bash", "zsh"] as const;

export type Shell = (typeof SHELLS)[number];

/** Lets zsh use completions that are written for bash. */
const FOR_ZSH = "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n";

/** The script that completes these commands. If it has no word to offer, the shell offers files. */
function completionScript(shell: Shell, commands: readonly Command[]): string {
  const names = commands.map((command) => command.name());
  const cases = commands.map((command) => {
    const words = wordsOf(command).join(" ");
    return `    ${command.name()}) words="${words}" ;;`;
  });
  const values = commands.flatMap(valuesOf);
  return `${shell === "zsh" ? FOR_ZSH : ""}_eks_pod_secrets() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" verb="\${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  case "$verb" in
${cases.join("\n")}
  esac
  case "$verb $previous" in
${values.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "$verb" = help ]; }; then
    words="${names.join(" ")} help --version --help"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _eks_pod_secrets eks-pod-secrets`;
}

/** A verb's options, and the allowed values of its arguments. */
function wordsOf(command: Command): string[] {
  return [
    ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ...command.options.flatMap(({ hidden, long }) => (long && !hidden ? [long] : [])),
    "--help",
  ];
}

/** What can follow each option with a value: one of its choices, otherwise a file. */
function valuesOf(command: Command): string[] {
  const valued = command.options.filter(({ optional, required }) => required || optional);
  const asked = (long?: string) => `"${command.name()} ${long}"`;
  const free = valued.filter(({ argChoices }) => !argChoices).map(({ long }) => asked(long));
  const chosen = valued.flatMap(({ argChoices, long }) =>
    argChoices ? [`    ${asked(long)}) words="${argChoices.join(" ")}" ;;`] : [],
  );
  return free.length > 0 ? [...chosen, `    ${free.join(" | ")}) words="" ;;`] : chosen;
}
