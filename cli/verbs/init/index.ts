import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { DEFAULT_INVENTORY } from "../../inventory/inventory-file";
import { newInventoryId } from "../../inventory/inventory-id";
import { projectAbove } from "../../stacks/backend/project-directory";
import { programProblem } from "../../stacks/backend/project-program";
import { projectText } from "../../stacks/backend/project-text";
import { FileError, UserError } from "../../terminal/errors";
import { print, printJson } from "../../terminal/output";
import { writeOutput } from "../../terminal/output-file";
import { type Choices, inventoryText } from "./inventory-text";
import { askedChoices } from "./questions";

interface InitOptions extends Partial<Choices> {
  inventory: string;
  json?: true;
}

/** What `init` answers with `--json`. */
export const initShape = z
  .object({ written: z.array(z.string()).describe("Files, the inventory first.") })
  .describe("Answer of eks-pod-secrets init --json.");

/** `init`: begin an inventory. */
export function command(): Command {
  return new Command("init")
    .summary("write a first inventory, with comments")
    .description(
      "Writes an inventory with one cluster, one secret and one reader, from flags or from questions on a\n" +
        "terminal. Also writes a Pulumi.yaml beside it if none runs its stacks. Overwrites nothing.",
    )
    .option("--inventory <FILE>", "the inventory to write", DEFAULT_INVENTORY)
    .option("--reader-account <ID>", "id of the account with the cluster, 12 digits")
    .option("--owner-account <ID>", "id of the account that owns the secret (default: the same)")
    .option("--region <REGION>", "region of everything (default: us-east-1)")
    .option("--cluster <NAME>", "name of an EKS cluster that exists")
    .option("--namespace <NAME>", "namespace of the reader (default: default)")
    .option("--service-account <NAME>", "service account of the reader (default: app)")
    .option("--secret <NAME>", "name of the secret (default: app/secret)")
    .option("--json", "answer in JSON; eks-pod-secrets schema init describes it")
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets init
  $ eks-pod-secrets init --reader-account 111111111111 --owner-account 222222222222 \\
      --cluster shop --namespace orders --service-account orders --secret orders/db`,
    )
    .action(init);
}

async function init({ inventory, json, ...given }: InitOptions): Promise<void> {
  const directory = dirname(resolve(inventory));
  if (!existsSync(directory)) {
    throw new UserError(`cannot write ${inventory}: its directory does not exist`);
  }
  const project = missingProject(inventory, directory);
  const isThere = existsSync(inventory);
  if (isThere && !project) {
    throw new UserError(`${inventory} exists, and nothing was written; name another --inventory`);
  }
  const files: string[] = [];
  if (!isThere) {
    const text = inventoryText(await askedChoices(given), newInventoryId());
    const { parseInventory } = await import("../../../sdk/grant/index.js");
    const parsed = parseInventory(text, inventory);
    if ("problems" in parsed) throw new FileError(parsed.problems);
    await writeOutput(inventory, text, { flag: "wx" });
    files.push(inventory);
  }
  if (project) {
    await writeOutput(project, projectText(directory), { flag: "wx" });
    files.push(project);
  }
  if (json) return printJson({ written: files });
  if (isThere) print(`${inventory} exists, and stays as it is`);
  for (const file of files) print(`wrote ${file}`);
  print("next: eks-pod-secrets check, plan, prove, up");
}

/** The Pulumi.yaml to write: none where the nearest one runs the stacks. Another project's beside the inventory is a `UserError`. */
function missingProject(inventory: string, directory: string): string | undefined {
  const nearest = projectAbove(directory);
  const problem = nearest && programProblem(join(nearest, "Pulumi.yaml"));
  if (nearest && problem === undefined) return undefined;
  if (nearest === directory) throw new UserError(`${problem}; nothing was written`);
  return join(dirname(inventory), "Pulumi.yaml");
}
