/** Why tests do not run a command of a guide. The mark stands after the fence's language: ```sh aws-only. */
export const NOT_RUN = {
  "aws-only": "needs AWS itself",
  "ci-only": "needs a CI service",
  "registry-only": "needs the published packages",
} as const;

export type Mark = keyof typeof NOT_RUN;

/** A step of a guide: a file that the user writes, or commands that the user runs. */
export type Step =
  | { kind: "file"; name: string; text: string }
  | { kind: "commands"; text: string; line: number; shown: string[] }
  | { kind: "not run"; text: string; line: number; mark: Mark };

/** Matches a fenced block: its indentation, its language, the rest of its first line, and its text. */
const BLOCK = /^( *)```([\w-]+) *([^\n]*)\n([\s\S]*?)^\1```$/gm;

/** The steps of a guide, in order. A ```text block after commands holds lines that they must print. */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  for (const match of page.matchAll(BLOCK)) {
    const [, indent = "", language, rest = "", indented = ""] = match;
    const text = indented.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    const line = page.slice(0, match.index).split("\n").length;
    const name = /^\[(.+)\]$/.exec(rest)?.[1];
    const last = steps.at(-1);
    if (language === "sh" && rest !== "")
      steps.push({ kind: "not run", text, line, mark: mark(rest) });
    else if (language === "sh") steps.push({ kind: "commands", text, line, shown: [] });
    else if (name !== undefined) steps.push({ kind: "file", name, text });
    else if (language === "text" && last?.kind === "commands") {
      last.shown.push(...text.split("\n").filter((shown) => shown.trim() !== ""));
    }
  }
  return steps;
}

function mark(word: string): Mark {
  if (Object.hasOwn(NOT_RUN, word)) return word as Mark;
  throw new Error(
    `a block of commands must be marked ${Object.keys(NOT_RUN).join(", ")}, got ${word}`,
  );
}
