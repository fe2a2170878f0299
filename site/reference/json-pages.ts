import { schemas } from "../../cli/verbs/schema";
import { cell, code, table } from "./markdown";
import { membersOf, type Schema, typeOf } from "./schema-members";

/** The pages of the JSON Schemas, by path: one that lists them, and one for each. */
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
    // Names of members would crowd out the guides in the search.
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

/** A schema of an answer is a choice between the answer and a failure: the first one says what it is about. */
function describe(schema: Schema): string {
  return schema.description ?? schema.anyOf?.map(describe).find((text) => text !== "") ?? "";
}
