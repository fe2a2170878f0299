import { readFile } from "node:fs/promises";
import { Command } from "commander";
import * as z from "zod";
import { DEFAULT_INVENTORY, usableInventory } from "../inventory/inventory-file";
import { migratedText } from "../inventory/migrated-text";
import { UserError } from "../terminal/errors";
import { print, printJson } from "../terminal/output";
import { replaceFile } from "../terminal/output-file";

interface MigrateOptions {
  inventory?: string;
  dryRun?: true;
  json?: true;
}

/** What `migrate` answers with `--json`. */
export const migrateShape = z
  .object({
    file: z.string().describe("The inventory as it was named."),
    added: z.array(z.string()).describe("Lines that the inventory lacked, in order."),
    written: z.boolean().describe("false with --dry-run, and where there is nothing to add."),
  })
  .describe("Answer of eks-pod-secrets migrate --json.");

/** `migrate`: bring an inventory to the present version. */
export function command(): Command {
  return new Command("migrate")
    .summary("bring an inventory to the version of this release")
    .description(
      "Adds what an inventory of an earlier release lacks. Keeps every other line and comment as it is.\n" +
        "Needs no network and no credentials.",
    )
    .argument("[FILE]", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option("--inventory <FILE>", "the same as FILE")
    .option("--dry-run", "say what migrate would add, and write nothing")
    .option("--json", "answer in JSON; eks-pod-secrets schema migrate describes it")
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets migrate --dry-run
  landing-zone.yaml lacks version: 1

  $ eks-pod-secrets migrate teams/shop.yaml`,
    )
    .action(migrate);
}

async function migrate(argument: string | undefined, options: MigrateOptions): Promise<void> {
  if (argument !== undefined && options.inventory !== undefined) {
    throw new UserError("must be given either FILE or --inventory, got both");
  }
  const file = argument ?? options.inventory ?? DEFAULT_INVENTORY;
  await usableInventory(file);
  const { added, text } = migratedText(await readFile(file, "utf8"), file);
  const written = added.length > 0 && !options.dryRun;
  if (written) await replaceFile(file, text);
  if (options.json) return printJson({ file, added, written });
  if (added.length === 0) return print(`${file} lacks nothing`);
  for (const line of added) print(written ? `added to ${file}: ${line}` : `${file} lacks ${line}`);
}
