import { deepStrictEqual } from "node:assert";
import type { Command } from "commander";

import { verbs } from "../../../cli/verbs";
import { schemas } from "../../../cli/verbs/schema";

/** Most words of a sentence. */
const MOST = 28;

describe("the help and the schemas", () => {
  it(`say it in sentences of at most ${MOST} words`, async () => {
    const commands = await Promise.all(Object.values(verbs).map(async (one) => await one()));
    const texts = [
      ...commands.flatMap((one) => helpOf(one.command())),
      ...Object.values(schemas).flatMap((schema) => descriptionsIn(schema())),
    ];
    const long = texts.flatMap(sentencesOf).filter((one) => one.split(/\s+/).length > MOST);
    deepStrictEqual([...new Set(long)], []);
  });
});

/** A verb's help without its examples: whole sentences only. */
function helpOf(verb: Command): string[] {
  let printed = "";
  verb.configureOutput({ writeOut: (text) => (printed += text) }).outputHelp();
  const [after = ""] = printed.split("\nExamples:").slice(0, 1);
  const notes = after.slice(after.lastIndexOf("display help for command"));
  return [verb.description(), notes, ...verb.options.map(({ description }) => description)];
}

function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "description" && typeof value === "string" ? [value] : descriptionsIn(value),
  );
}

/** Lines that are set in are lists, and what follows a colon may be one. */
function sentencesOf(text: string): string[] {
  return text.replace(/^ {2}.*$/gm, "").split(/(?<=[.!?:;])\s+|\n\n/);
}
