import { schemas } from "../../cli/verbs/schema";
import { inventoryJsonSchema } from "../../sdk/grant";
import { cell, code, table } from "./markdown";

/** The pages of the JSON Schemas, by path: a list of all schemas, and a page for each. */
export function jsonPages(): Record<string, string> {
  const listed = Object.entries(schemas).map(([name, make]) => ({
    name,
    schema: make() as Schema,
  }));
  return {
    "reference/json/index.md": [
      "# JSON",
      "Each verb answers in JSON with `--json`.\n" +
        "`npx eks-pod-secrets schema NAME` prints the JSON Schema of an answer, or of a file that a verb reads.",
      table(
        ["name", "what it describes"],
        listed.map(({ name, schema }) => [`[${name}](${name}.md)`, cell(describe(schema))]),
      ),
    ].join("\n\n"),
    ...Object.fromEntries(
      listed.map(({ name, schema }) => [`reference/json/${name}.md`, schemaPage(name, schema)]),
    ),
  };
}

function schemaPage(name: string, schema: Schema): string {
  return [
    // In the search, names of members would hide the guides.
    "---\nsearch: false\n---",
    `# ${code(name)}`,
    cell(describe(schema)),
    `\`npx eks-pod-secrets schema ${name}\` prints the whole schema. A member with * is always there.`,
    table(
      ["member", "type", "meaning"],
      membersOf(schema).map(({ path, schema: member, isRequired }) => [
        `${code(path)}${isRequired ? " \\*" : ""}`,
        cell(typeOf(member)),
        cell(member.description ?? ""),
      ]),
    ),
  ].join("\n\n");
}

/** The schema of an answer is a choice between the answer and a failure. The answer, which comes first, has the description. */
function describe(schema: Schema): string {
  return schema.description ?? schema.anyOf?.map(describe).find((text) => text !== "") ?? "";
}

/** These keys take the same members as an entry, and the page lists them with the entry. */
const DEFAULTS = ["secrets", "parameters", "readers"].flatMap((kind) => [
  `defaults.${kind}`,
  `accounts.NAME.defaults.${kind}`,
  `clusters.NAME.defaults.${kind}`,
  `clusters.NAME.namespaces.NAME.defaults.${kind}`,
]);

/** The page of all inventory keys, from the inventory's schema. */
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

/** The part of JSON Schema that zod uses. */
export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

/** A member at any depth of a schema, such as `accounts.NAME.id` or `reads[].secret`. */
interface Member {
  path: string;
  schema: Schema;
  isRequired: boolean;
}

/** All members of a schema, each where it first appears. The members of those in `stop` are left out. */
export function membersOf(schema: Schema, stop: readonly string[] = []): Member[] {
  const found = new Map<string, Member>();
  const visit = (part: Schema, path: string) => {
    for (const choice of [...(part.anyOf ?? []), ...(part.oneOf ?? [])]) visit(choice, path);
    for (const [name, member] of Object.entries(part.properties ?? {})) {
      const at = path === "" ? name : `${path}.${name}`;
      const isRequired = part.required?.includes(name) ?? false;
      if (!found.has(at)) found.set(at, { path: at, schema: member, isRequired });
      if (!stop.includes(at)) visit(member, at);
    }
    if (part.items) visit(part.items, `${path}[]`);
    if (typeof part.additionalProperties === "object") {
      visit(part.additionalProperties, path === "" ? "NAME" : `${path}.NAME`);
    }
  };
  visit(schema, "");
  return [...found.values()];
}

/** Describes what a value may be, in a word or two. */
export function typeOf({ type, items, anyOf, oneOf, enum: choices, ...rest }: Schema): string {
  if ("const" in rest) return JSON.stringify(rest.const);
  if (choices) return listed(choices);
  const either = anyOf ?? oneOf;
  if (either) return [...new Set(either.map(typeOf))].join(" or ");
  if (type === "array") return items ? `list of ${typeOf(items)}` : "list";
  if (type === "object") return "mapping";
  return Array.isArray(type) ? type.join(" or ") : (type ?? "anything");
}

/** Lists choices. A run of whole numbers becomes a range: `0, 7 to 30`. */
function listed(choices: readonly unknown[]): string {
  const parts: string[] = [];
  for (let start = 0; start < choices.length; ) {
    let end = start;
    while (isNext(choices[end], choices[end + 1])) end += 1;
    const [first, last] = [JSON.stringify(choices[start]), JSON.stringify(choices[end])];
    if (end - start < 2) end = start;
    parts.push(end === start ? first : `${first} to ${last}`);
    start = end + 1;
  }
  return parts.join(", ");
}

function isNext(one: unknown, next: unknown): boolean {
  return Number.isInteger(one) && next === (one as number) + 1;
}
