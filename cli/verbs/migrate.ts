import { readFile } from "node:fs/promises";
import { INVENTORY_VERSION } from "eks-pod-secrets/rules";
import { parseYamlText } from "iam-proof/yaml";
import { isMap, isNode } from "yaml";
import {
  DEFAULT_INVENTORY,
  fileGiven,
  newInventoryId,
  usableInventory,
} from "../inventory/inventory-file";
import { flag, object, text, texts } from "../terminal/answer-shapes";
import { UserError } from "../terminal/errors";
import { print, printJson } from "../terminal/output";
import { writeOutput } from "../terminal/output-file";
import { Verb } from "../terminal/verb";

interface Migration {
  text: string;
  /** The added lines; empty if the inventory has them all. */
  added: string[];
}

/**
 * Brings the text of a valid inventory to the present version. It adds what is missing before the first key, and changes nothing
 * else. Throws a `UserError` for a text in braces, which has no line for a key.
 */
function migratedText(text: string, file: string): Migration {
  const read = parseYamlText(text);
  if ("flaw" in read || !isMap(read.document.contents)) throw new Error(`${file} was not checked`);
  const { contents } = read.document;
  const added = [
    ...(contents.has("version") ? [] : [`version: ${INVENTORY_VERSION}`]),
    ...(contents.has("id") ? [] : [`id: ${newInventoryId()}`]),
  ];
  if (added.length === 0) return { text, added };
  const first = contents.items[0]?.key;
  if (contents.flow || !isNode(first) || !first.range) {
    throw new UserError(`${file} is written in braces; add to it: ${added.join(", ")}`);
  }
  const [start] = first.range;
  const { col } = read.lines.linePos(start);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = added.map((line) => `${line}${newline}${" ".repeat(col - 1)}`);
  return { text: text.slice(0, start) + lines.join("") + text.slice(start), added };
}

interface MigrateOptions {
  inventory?: string;
  dryRun?: true;
  json?: true;
}

/** What `migrate` answers with `--json`. */
export const migrateShape = object("Answer of eks-pod-secrets migrate --json.", {
  file: text("The inventory as it was named."),
  added: texts("Lines that the inventory lacked, in order."),
  written: flag("false with --dry-run, and where there is nothing to add."),
});

/** `migrate`: bring an inventory to the present version. */
export function command(): Verb {
  return new Verb("migrate", "bring an inventory to the version of this release")
    .description(
      "Adds what an inventory of an earlier release lacks. Keeps every other line and comment as it is.\n" +
        "Needs no network and no credentials.",
    )
    .argument("[FILE]", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option("--inventory <FILE>", "the same as FILE")
    .option("--dry-run", "say what migrate would add, and write nothing")
    .option("--json", "answer in JSON; eks-pod-secrets schema migrate describes it")
    .ending(`
Examples:
  $ eks-pod-secrets migrate --dry-run
  landing-zone.yaml lacks version: 1

  $ eks-pod-secrets migrate teams/shop.yaml`)
    .action(migrate);
}

async function migrate(argument: string | undefined, options: MigrateOptions): Promise<void> {
  const file = fileGiven(argument, options.inventory);
  await usableInventory(file);
  const { added, text } = migratedText(await readFile(file, "utf8"), file);
  const written = added.length > 0 && !options.dryRun;
  if (written) writeOutput(file, text);
  if (options.json) return printJson({ file, added, written });
  if (added.length === 0) return print(`${file} lacks nothing`);
  for (const line of added) print(written ? `added to ${file}: ${line}` : `${file} lacks ${line}`);
}
