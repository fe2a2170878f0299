import { Argument, Command } from "commander";

import { printJson } from "../../terminal/output";
import { type SchemaName, schemaNames } from "./schema-names";

/** `schema`: what files may hold, and what verbs answer with `--json`. */
export function command(): Command {
  return new Command("schema")
    .summary("print a JSON Schema")
    .description(
      "Prints the JSON Schema of the inventory, of another file that is read (documents, request),\n" +
        "or of what a verb answers with --json.",
    )
    .addArgument(new Argument("[NAME]", "which one").choices(schemaNames).default("inventory"))
    .addHelpText(
      "after",
      `
Examples:
  $ eks-pod-secrets schema > landing-zone.schema.json
  $ eks-pod-secrets schema check

Editors complete an inventory that begins with
  # yaml-language-server: $schema=landing-zone.schema.json`,
    )
    .action(schema);
}

async function schema(name: SchemaName): Promise<void> {
  const { jsonSchema } = await import("./json-schemas.js");
  printJson(jsonSchema(name));
}
