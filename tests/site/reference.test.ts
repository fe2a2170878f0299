import { deepStrictEqual, match, ok, throws } from "node:assert/strict";
import { CATALOGUE } from "../../cli/doctor/catalogue";
import { verbs } from "../../cli/verbs";
import { schemas } from "../../cli/verbs/schema";
import { inventoryJsonSchema } from "../../sdk/grant";
import { stepsOf } from "../../site/guide";
import { causesPages } from "../../site/reference/causes-pages";
import {
  inventoryKeysPage,
  jsonPages,
  membersOf,
  type Schema,
  typeOf,
} from "../../site/reference/schema-pages";
import { verbsPage } from "../../site/reference/verbs-page";

describe("the written reference", () => {
  it("has a section for each verb, with its options and examples", async () => {
    const page = await verbsPage();
    const sections = [...page.matchAll(/^## `([\w-]+)`/gm)].map(([, name]) => name);
    deepStrictEqual(sections, Object.keys(verbs));
    const [, put = ""] = page.split("## `put`");
    match(put, /\| `--from-json \[FILE]` \| put many: /);
    match(put, /\$ printf %s "\$PASSWORD" \| eks-pod-secrets put orders\/db/);
  });

  it("has every key of the inventory, with what it means", () => {
    const page = inventoryKeysPage();
    for (const [name, part] of Object.entries(keysOf(inventoryJsonSchema()))) {
      ok(page.includes(`## \`${name}\``), name);
      for (const key of Object.keys(keysOf(part.additionalProperties ?? {}))) {
        ok(page.includes(`\`${name}.NAME.${key}\``), `${name}.NAME.${key}`);
      }
    }
  });

  it("has a page for each JSON Schema, and a list of them", () => {
    const pages = Object.keys(jsonPages());
    const expected = Object.keys(schemas).map((name) => `reference/json/${name}.md`);
    deepStrictEqual(pages, ["reference/json/index.md", ...expected]);
  });

  it("explains each cause of the catalogue, and lists it", () => {
    const { "reference/causes/index.md": list = "", ...pages } = causesPages();
    const sections = Object.values(pages).flatMap((page) => [...page.matchAll(/^## (.*)$/gm)]);
    const ids = CATALOGUE.map(({ id }) => id);
    deepStrictEqual(
      sections.map(([, id]) => id),
      ids,
    );
    for (const id of ids) ok(list.includes(`[${id}](`), id);
    for (const page of Object.values(pages)) ok(!/\{\w+(:\w+!?)?\}/.test(page));
  });

  it("finds members in lists, in mappings by name and in choices, each once", () => {
    const schema: Schema = {
      required: ["list"],
      properties: { list: { type: "array", items: { properties: { in: { type: "string" } } } } },
      additionalProperties: {
        anyOf: [{ properties: { a: {} } }, { properties: { a: {}, b: {} } }],
      },
    };
    deepStrictEqual(
      membersOf(schema).map(({ path, isRequired }) => [path, isRequired]),
      [
        ["list", true],
        ["list[].in", false],
        ["NAME.a", false],
        ["NAME.b", false],
      ],
    );
  });

  it("says a run of whole numbers by its ends", () => {
    deepStrictEqual(
      [
        [0, 7, 8, 9, 10],
        [1, 2],
        [1, 3, 5],
        ["a", 4, 5, 6],
      ].map((choices) => typeOf({ enum: choices })),
      ["0, 7 to 10", "1, 2", "1, 3, 5", '"a", 4 to 6'],
    );
  });

  it("says what a value may be", () => {
    deepStrictEqual(
      [
        { const: true },
        { enum: ["a", "b"] },
        { type: "array", items: { type: "string" } },
        { anyOf: [{ type: "string" }, { type: "object" }] },
        { type: ["string", "null"] },
        {},
      ].map(typeOf),
      ["true", '"a", "b"', "list of string", "string or mapping", "string or null", "anything"],
    );
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema, of which only the names of properties matter
function keysOf(schema: any): Record<string, any> {
  return schema.properties ?? {};
}

const PAGE = `# A guide

\`\`\`yaml [landing-zone.yaml]
version: 1
\`\`\`

\`\`\`yaml
is: only shown
\`\`\`

1. In a list:

   \`\`\`sh
   npx eks-pod-secrets check
   \`\`\`

   \`\`\`text
   landing-zone.yaml is right

   so it is
   \`\`\`

\`\`\`sh aws-only
pulumi login
\`\`\`
`;

describe("stepsOf", () => {
  it("finds files, commands with what they print, and commands that are not run", () => {
    deepStrictEqual(stepsOf(PAGE), [
      { kind: "file", name: "landing-zone.yaml", text: "version: 1\n" },
      {
        kind: "commands",
        text: "npx eks-pod-secrets check\n",
        line: 13,
        shown: ["landing-zone.yaml is right", "so it is"],
      },
      { kind: "not run", text: "pulumi login\n", line: 23, mark: "aws-only" },
    ]);
  });

  it("rejects a mark that gives no known reason", () => {
    throws(() => stepsOf("```sh later\nls\n```\n"), /marked aws-only, .*, got later/);
  });
});
