import { inventoryJsonSchema } from "../../sdk/grant";
import { cell, code, table } from "./markdown";
import { type Member, membersOf, type Schema, typeOf } from "./schema-members";

/** Keys that take those of an entry, which are listed with the entry. */
const DEFAULTS = ["secrets", "parameters", "readers"].flatMap((kind) => [
  `defaults.${kind}`,
  `accounts.NAME.defaults.${kind}`,
  `clusters.NAME.defaults.${kind}`,
  `clusters.NAME.namespaces.NAME.defaults.${kind}`,
]);

/** The page of all keys of the inventory, from its schema. */
export function inventoryKeysPage(): string {
  const members = membersOf(inventoryJsonSchema() as Schema, DEFAULTS);
  const parts = members.filter(({ path }) => !path.includes("."));
  return [
    "# Inventory keys",
    "Every key of `landing-zone.yaml`, as the inventory's JSON Schema has it.\n" +
      "[The inventory](inventory.md) explains them, and shows all of them in one example.",
    "`NAME` stands for a name of your own, and `[]` for each entry of a list.\nA key with * is required.",
    ...parts.map((part) => partSection(part, members)),
  ].join("\n\n");
}

function partSection(part: Member, members: Member[]): string {
  const own = members.filter(({ path }) => path.startsWith(`${part.path}.`));
  return [
    `## ${code(part.path)} {#${part.path}}`,
    cell(part.schema.description ?? ""),
    ...(own.length === 0
      ? [`Type: ${cell(typeOf(part.schema))}.`]
      : [table(["key", "type", "meaning"], own.map(keyRow))]),
  ].join("\n\n");
}

function keyRow({ path, schema, isRequired }: Member): string[] {
  const star = isRequired ? " \\*" : "";
  return [`${code(path)}${star}`, cell(typeOf(schema)), cell(schema.description ?? "")];
}
