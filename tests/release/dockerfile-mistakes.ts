import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Dockerfile, DockerfileParser, type Instruction } from "dockerfile-ast";

const EXACT = /^\d+\.\d+\.\d+(-|$)/;

/** Rules for a Dockerfile. Each returns what is wrong. */
const RULES: ((file: Dockerfile, context: string) => string[])[] = [
  (file) =>
    file
      .getFROMs()
      .filter((from) => !from.getImageDigest() && !EXACT.test(from.getImageTag() ?? ""))
      .map((from) => `${from.getImage()} is neither a digest nor an exact version`),

  (file) =>
    file
      .getARGs()
      .map((argument) => argument.getProperty())
      .filter((property) => property?.getName().endsWith("_VERSION"))
      .filter((property) => !EXACT.test(property?.getValue() ?? ""))
      .map((property) => `${property?.getName()} is no exact version`),

  (file) => {
    const user = of(file, "USER").at(-1)?.getArgumentsContent() ?? "root";
    return /^(root|0)(:|$)/.test(user) ? ["the command runs as root"] : [];
  },

  (file) =>
    runs(file)
      .filter((script) => /\bcurl -/.test(script) && !/\bsha256sum --check\b/.test(script))
      .map(() => "a download is not compared with its checksum"),

  (file) =>
    runs(file)
      .map((script) => spawnSync("bash", ["-n", "-c", script], { encoding: "utf8" }).stderr)
      .filter((stderr) => stderr !== ""),

  (file, context) =>
    file.getCOPYs().flatMap((copy) => {
      const paths = copy.getArguments().map((argument) => argument.getValue());
      return paths
        .slice(0, -1)
        .map((path) => [path, matching(context, path).length] as const)
        .filter(([, files]) => files !== 1)
        .map(([path, files]) => `${path} is ${files} files, not one`);
    }),
];

/** What is wrong with a Dockerfile that is built in this directory. */
export function dockerfileMistakes(text: string, context: string): string[] {
  const file = DockerfileParser.parse(text);
  return RULES.flatMap((rule) => rule(file, context));
}

export function of(file: Dockerfile, keyword: string): Instruction[] {
  return file.getInstructions().filter((instruction) => instruction.getKeyword() === keyword);
}

function runs(file: Dockerfile): string[] {
  return of(file, "RUN").map((instruction) => instruction.getRawArgumentsContent() ?? "");
}

/** The files that a pattern of COPY matches. */
function matching(context: string, pattern: string): string[] {
  const name = basename(pattern).split("*").map(escaped).join("[^/]*");
  const files = readdirSync(join(context, dirname(pattern)));
  return files.filter((file) => new RegExp(`^${name}$`).test(file));
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
