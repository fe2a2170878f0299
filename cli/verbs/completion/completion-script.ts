import type { Command } from "commander";

export const SHELLS = ["bash", "zsh"] as const;

export type Shell = (typeof SHELLS)[number];

/** Lets zsh use completions that are written for bash. */
const FOR_ZSH = "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n";

/** The script that completes these commands. Where it has no word to offer, the shell offers files. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
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

/** A verb's options, and the values that its arguments are chosen from. */
function wordsOf(command: Command): string[] {
  return [
    ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ...command.options.flatMap(({ hidden, long }) => (long && !hidden ? [long] : [])),
    "--help",
  ];
}

/** What follows each option that takes a value: one of its choices, else a file. */
function valuesOf(command: Command): string[] {
  const valued = command.options.filter(({ optional, required }) => required || optional);
  const asked = (long?: string) => `"${command.name()} ${long}"`;
  const free = valued.filter(({ argChoices }) => !argChoices).map(({ long }) => asked(long));
  const chosen = valued.flatMap(({ argChoices, long }) =>
    argChoices ? [`    ${asked(long)}) words="${argChoices.join(" ")}" ;;`] : [],
  );
  return free.length > 0 ? [...chosen, `    ${free.join(" | ")}) words="" ;;`] : chosen;
}
