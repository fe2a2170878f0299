import type { Command } from "commander";

import { exitCodes } from "../../cli/terminal/errors";
import { verbs } from "../../cli/verbs";
import { cell, code, table } from "./markdown";

/** What each exit code means, by its name in the source. */
const EXITS: Record<keyof typeof exitCodes, string> = {
  ok: "It is as asked.",
  refuted: "It is not: a claim is refuted, a check failed, or a stack failed or was stopped.",
  error: "The command could not do its work, because of a mistake or a failure.",
};

/** The page of all verbs, from the command's own help. */
export async function verbsPage(): Promise<string> {
  const commands: Command[] = [];
  for (const load of Object.values(verbs)) commands.push((await load()).command());
  return [
    "# Verbs",
    "This page is written from the command's own help: `npx eks-pod-secrets help VERB` prints the same.",
    "## Exit codes",
    table(
      ["code", "meaning"],
      Object.entries(exitCodes).map(([name, number]) => [
        code(String(number)),
        EXITS[name as keyof typeof exitCodes],
      ]),
    ),
    ...commands.map(verbSection),
  ].join("\n\n");
}

function verbSection(command: Command): string {
  const words = command.registeredArguments;
  const options = command.createHelp().visibleOptions(command);
  const own = options.filter(({ long }) => long !== "--help");
  return [
    `## ${code(command.name())} {#${command.name()}}`,
    `\`\`\`text\neks-pod-secrets ${command.name()} ${command.usage()}\n\`\`\``,
    cell(command.description()),
    ...(words.length + own.length > 0
      ? [
          table(
            ["argument or option", "meaning"],
            [
              ...words.map((word) => [code(word.name()), cell(word.description)]),
              ...own.map((option) => [
                code(option.flags),
                cell(command.createHelp().optionDescription(option)),
              ]),
            ],
          ),
        ]
      : []),
    ...textAfterHelp(command),
  ].join("\n\n");
}

/** The text that the help prints after the options: more about the verb, and examples. */
function textAfterHelp(command: Command): string[] {
  let help = "";
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  const after = help.slice(command.helpInformation().length).trim();
  if (after === "") return [];
  const [said = "", examples] = after.split(/^Examples?:\n/m);
  return [
    ...(said.trim() === "" ? [] : [`\`\`\`text\n${said.trim()}\n\`\`\``]),
    ...(examples === undefined
      ? []
      : [`\`\`\`text\n${examples.replaceAll(/^ {2}/gm, "").trim()}\n\`\`\``]),
  ];
}
