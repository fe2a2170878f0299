import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inventoryJsonSchema, parseInventory } from "eks-pod-secrets/grant";
import { DEFAULT_INVENTORY, newInventoryId } from "../../inventory/inventory-file";
import { programProblem, projectAbove } from "../../stacks/backend/project-directory";
import { object, texts } from "../../terminal/answer-shapes";
import { FileError, UserError } from "../../terminal/errors";
import { print, printJson } from "../../terminal/output";
import { cannotWrite, readAtMost, writeTogether } from "../../terminal/output-file";
import { Verb } from "../../terminal/verb";
import {
  askedChoices,
  type Choices,
  choiceNames,
  flagOf,
  inventoryText,
  projectText,
} from "./questions";

interface InitOptions extends Partial<Choices> {
  inventory: string;
  json?: true;
}

/** What `init` answers with `--json`. */
export const initShape = object("Answer of eks-pod-secrets init --json.", {
  written: texts("The files that were written, the inventory first."),
});

/** `init`: begin an inventory. */
export function command(): Verb {
  return new Verb("init", "write a first inventory, with comments")
    .description(
      "Writes an inventory with one cluster, one secret and one reader, from flags or from questions on a\n" +
        "terminal. Also writes a Pulumi.yaml beside it, unless the nearest one already runs these stacks, and the JSON\n" +
        "Schema that lets editors complete it. If the inventory exists, writes only the missing files. Overwrites nothing.",
    )
    .option("--inventory <FILE>", "the inventory to write", DEFAULT_INVENTORY)
    .option("--reader-account <ID>", "id of the account with the cluster, 12 digits")
    .option(
      "--owner-account <ID>",
      "id of the account that owns the secret (default: the reader's account)",
    )
    .option("--region <REGION>", "region of everything (default: us-east-1)")
    .option("--cluster <NAME>", "name of an EKS cluster that exists")
    .option("--namespace <NAME>", "namespace of the reader (default: default)")
    .option("--service-account <NAME>", "service account of the reader (default: app)")
    .option("--secret <NAME>", "name of the secret (default: app/secret)")
    .option("--json", "answer in JSON; eks-pod-secrets schema init describes it")
    .ending(`
Examples:
  $ eks-pod-secrets init
  $ eks-pod-secrets init --reader-account 111111111111 --owner-account 222222222222 \\
      --cluster shop --namespace orders --service-account orders --secret orders/db`)
    .action(init);
}

async function init({ inventory, json, ...given }: InitOptions): Promise<void> {
  const directory = dirname(resolve(inventory));
  if (inventory === "" || !existsSync(directory)) {
    throw new UserError(cannotWrite(inventory, "ENOENT"));
  }
  const project = missingProject(inventory, directory);
  const isThere = existsSync(inventory);
  const flags = choiceNames.filter((name) => given[name] !== undefined).map(flagOf);
  if (isThere && flags.length > 0) {
    throw new UserError(
      `${inventory} exists, and nothing was written; ${flags.join(", ")} would begin another one: name its file with --inventory, or leave these options out to write what is missing beside it`,
    );
  }
  const text = isThere ? await firstLines(inventory) : await newInventory(inventory, given);
  const schema = missingSchema(inventory, text);
  const missing = new Map([
    ...(isThere ? [] : [[inventory, text] as const]),
    ...(project ? [[project, projectText(directory)] as const] : []),
    ...(schema ? [[schema, schemaText()] as const] : []),
  ]);
  writeTogether(missing, { flag: "wx" });
  const files = [...missing.keys()];
  if (json) return printJson({ written: files });
  if (isThere) print(`${inventory} exists, and stays as it is`);
  for (const file of files) print(`wrote ${file}`);
  if (files.length === 0) print("nothing is missing beside it");
  print("next: eks-pod-secrets check, plan, prove, up");
}

/** The first lines of a file, where editors look for the schema. */
async function firstLines(inventory: string): Promise<string> {
  return (await readAtMost(inventory, 4096, "")).toString("utf8");
}

async function newInventory(inventory: string, given: Partial<Choices>): Promise<string> {
  const text = inventoryText(await askedChoices(given), newInventoryId());
  const parsed = parseInventory(text, inventory);
  if ("problems" in parsed) throw new FileError(parsed.problems);
  return text;
}

/** The JSON Schema to write, which the inventory names for editors: undefined if it names none, or an address, or one that exists. */
function missingSchema(inventory: string, text: string): string | undefined {
  const [, named] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text) ?? [];
  if (named === undefined || /^\w+:/.test(named)) return undefined;
  const file = join(dirname(inventory), named);
  return existsSync(file) ? undefined : file;
}

function schemaText(): string {
  return `${JSON.stringify(inventoryJsonSchema(), null, 2)}\n`;
}

/** The Pulumi.yaml to write: undefined if the nearest one runs the stacks. Another project's beside the inventory is a `UserError`. */
function missingProject(inventory: string, directory: string): string | undefined {
  const nearest = projectAbove(directory);
  const problem = nearest && programProblem(join(nearest, "Pulumi.yaml"));
  if (nearest && problem === undefined) return undefined;
  if (nearest === directory) throw new UserError(`${problem}; nothing was written`);
  return join(dirname(inventory), "Pulumi.yaml");
}
