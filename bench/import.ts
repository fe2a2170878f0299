import { readFileSync } from "node:fs";
import { compiledFile } from "../sandbox/instance/installation";
import { byTurns, OVER_TITLES, overColumns } from "./measuring/over";
import { printTable } from "./measuring/table";
import { usageOf } from "./measuring/usage";
import { USAGE_TITLES, usageColumns } from "./measuring/usage-columns";

const RUNS = 15;

/** A program that imports the classes which the library builds upon, each by its subpath, and one that imports the library too. */
export async function benchImport(isSmall: boolean): Promise<void> {
  const library = compiledFile("sdk/index.js");
  const classes = classesOf(library);
  const importing = (files: string[]) => () =>
    usageOf("--eval", [files.map((file) => `require(${JSON.stringify(file)});`).join("\n")]);
  const [without = [], having = []] = await byTurns(isSmall ? 1 : RUNS, [
    importing(classes),
    importing([...classes, library]),
  ]);
  printTable(
    [`import, with ${classes.length} modules of Pulumi's`, ...USAGE_TITLES, ...OVER_TITLES],
    [
      ["those alone", ...usageColumns(without), ...overColumns(without, without)],
      ["and the library", ...usageColumns(having), ...overColumns(without, having)],
    ],
  );
}

/** The files of the modules outside that the built library loads when it is imported. */
function classesOf(library: string): string[] {
  const names = readFileSync(library, "utf8").matchAll(/\brequire\("(@pulumi\/[^"]+)"\)/g);
  return [...new Set(Array.from(names, ([, name = ""]) => require.resolve(name)))];
}
