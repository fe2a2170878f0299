import { deepStrictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { schemas } from "../../../cli/verbs/schema";

const DIRECTORY = join(__dirname, "../../../schema");

describe("the published JSON Schemas", () => {
  for (const [name, schema] of Object.entries(schemas)) {
    it(`are up to date: ${name}; else npm run schemas`, () => {
      const published = readFileSync(join(DIRECTORY, `${name}.schema.json`), "utf8");
      deepStrictEqual(JSON.parse(published), schema());
    });
  }

  it("are the files of schema/, and no others", () => {
    const names = Object.keys(schemas).map((name) => `${name}.schema.json`);
    deepStrictEqual(readdirSync(DIRECTORY).sort(), names.sort());
  });

  it("describe every key that people write", () => {
    const bare: string[] = [];
    visit(schemas.inventory?.(), "", bare);
    deepStrictEqual(bare, []);
  });
});

/** Collects the keys without a description, which an editor could not explain. */
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
