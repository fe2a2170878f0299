import { readFileSync } from "node:fs";
import { join } from "node:path";

const readme = readFileSync(join(__dirname, "..", "..", "sdk", "README.md"), "utf8");

/** The files and commands that the package's README gives to a new user of a language. */
export function firstProgram(language: string): {
  files: Record<string, string>;
  commands: string[];
} {
  const section = readme.split(`\n## ${language}\n`)[1]?.split("\n## ")[0] ?? "";
  const block = (kind: string) => section.split(`\`\`\`${kind}\n`)[1]?.split("```")[0];
  const files = { "Pulumi.yaml": block("yaml"), "index.ts": block("ts") };
  return {
    files: Object.fromEntries(
      Object.entries(files).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
    commands: (block("sh") ?? "").trim().split("\n"),
  };
}
