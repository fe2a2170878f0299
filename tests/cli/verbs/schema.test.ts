import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { jsonSchema } from "../../../cli/verbs/schema/json-schemas";
import { schemaNames } from "../../../cli/verbs/schema/schema-names";

describe("the published JSON Schemas", () => {
  for (const name of schemaNames) {
    it(`are up to date: ${name}; else npm run schemas`, () => {
      const file = join(__dirname, "../../../schema", `${name}.schema.json`);
      deepStrictEqual(JSON.parse(readFileSync(file, "utf8")), jsonSchema(name));
    });
  }

  it("describe every key that people write", () => {
    const bare: string[] = [];
    visit(jsonSchema("inventory"), "", bare);
    deepStrictEqual(bare, []);
  });
});

/** Collects the keys that no editor could explain. */
function visit(node: unknown, path: string, bare: string[]): void {
  if (node === null || typeof node !== "object") return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "properties") {
      for (const [name, property] of Object.entries(value as object)) {
        if (!("description" in property)) bare.push(`${path}.${name}`);
      }
    }
    visit(value, `${path}.${key}`, bare);
  }
}
