import { deepStrictEqual, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { verbs } from "../cli/verbs";
import { scripts } from "../package.json";
import { parseInventory } from "../sdk/grant";
import { inventoryJsonSchema } from "../sdk/grant/inventory/schema/inventory";
import schema from "../sdk/plugin/schema.json";
import contents from "../site/contents.json";

const { parts }: { parts: object } = require("../scripts/test-slow.mjs");
const root = resolve(__dirname, "..");
const pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "sdk/README.md"].concat(
  readdirSync(join(root, "docs"), { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
);

/** The pages about the package in Pulumi's registry. */
const registryPages = ["docs/_index.md", "docs/installation-configuration.md"];

describe("the documentation", () => {
  it("links to nothing that is not there", () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^https?:/.test(target))
        .filter((target) => !existsSync(join(root, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    deepStrictEqual(dead, []);
  });

  it("shows every page of docs/ on the site", () => {
    const shown = contents.flatMap((part) => part.pages);
    const missing = pages
      .filter(
        (page) => page.startsWith("docs/") && !page.startsWith("docs/understanding/decisions/"),
      )
      .filter((page) => page !== "docs/index.md" && !registryPages.includes(page))
      .filter((page) => !shown.includes(page.slice("docs/".length, -".md".length)));
    deepStrictEqual(missing, []);
  });

  it("lists the guides in docs/index.md in the order of the site's sidebar", () => {
    const guides = contents.find(({ title }) => title === "Guides")?.pages;
    const links = [...read("docs/index.md").matchAll(/\]\((guides\/[\w-]+)\.md\)/g)];
    deepStrictEqual(
      links.map(([, page]) => page),
      guides,
    );
  });

  it("has no diagram that only a program can draw, which the site shows as source", () => {
    deepStrictEqual(
      pages.filter((page) => /^ *```mermaid/m.test(read(page))),
      [],
    );
  });

  it("names no script and no verb that does not exist", () => {
    const unknown = pages.flatMap((page) => {
      const text = read(page);
      const ofNpm = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name);
      const ofSlow = [...text.matchAll(/npm run test:slow (?!NAME)(\w+)/g)].map(
        ([, name = ""]) => name,
      );
      const ofCommand = [...text.matchAll(/npx eks-pod-secrets ([\w-]+)/g)].map(
        ([, name = ""]) => name,
      );
      return [
        ...ofNpm.filter((name) => !(name in scripts)),
        ...ofSlow.filter((name) => !(name in parts)),
        ...ofCommand.filter((name) => !(name in verbs)),
      ].map((name) => `${page}: ${name}`);
    });
    deepStrictEqual(unknown, []);
  });

  it("writes no value into a command, where a shell's history or a pipeline's log keeps it, but the sandbox's", () => {
    const written = pages
      .filter((page) => page !== "docs/start/sandbox.md")
      .flatMap((page) =>
        [...read(page).matchAll(/(?:printf|echo) [^|`\n]*\| npx eks-pod-secrets put/g)]
          .filter(([command]) => !command.includes('"$'))
          .map(([command]) => `${page}: ${command}`),
      );
    deepStrictEqual(written, []);
  });

  it("gives Pulumi's registry an example for each language, and addresses that hold there", () => {
    const [overview, installation] = registryPages.map(read);
    const shown = [...(overview ?? "").matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
    const fences = { nodejs: "typescript" } as Record<string, string>;
    for (const language of Object.keys(schema.language)) {
      ok(shown.includes(fences[language] ?? language), `${language} has an example`);
    }
    for (const text of [overview, installation]) {
      const targets = [...(text ?? "").matchAll(/\]\(([^)]*)\)|(?:src|href)="([^"]*)"/g)];
      const relative = targets
        .map(([, link, attribute]) => link ?? attribute ?? "")
        .filter((target) => !target.startsWith("https://"));
      deepStrictEqual(relative, []);
    }
    for (const { packageName } of [schema.language.nodejs, schema.language.python]) {
      ok(installation?.includes(`\`${packageName}\``), packageName);
    }
    const { namespaces, rootNamespace } = schema.language.csharp;
    ok(installation?.includes(`\`${rootNamespace}.${namespaces["eks-pod-secrets"]}\``));
  });

  it("explains every key of the inventory", () => {
    const page = read("docs/reference/inventory.md") + read("docs/reference/clusters.md");
    const missing = [...keysOf(inventoryJsonSchema())].filter(
      (key) => !page.includes(`\`${key}`) && !page.includes(`.${key}\``),
    );
    deepStrictEqual(missing, []);
  });

  it("shows every key of the inventory in its example, but those that are refused", () => {
    const example = yamlOf("docs/reference/inventory.md").at(-1) ?? "";
    const refused = ["policy", "disableSessionTags"];
    const missing = [...keysOf(inventoryJsonSchema())].filter(
      (key) => !refused.includes(key) && !new RegExp(`\\b${key}:`).test(example),
    );
    deepStrictEqual(missing, []);
  });

  it("shows inventories that are right", () => {
    for (const text of [
      ...yamlOf("README.md"),
      yamlOf("docs/reference/inventory.md").at(-1) ?? "",
    ]) {
      const parsed = parseInventory(text, "example");
      deepStrictEqual("problems" in parsed ? parsed.problems : parsed.warnings, []);
    }
  });
});

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

function yamlOf(page: string): string[] {
  return [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
}

/** Names of properties anywhere in a JSON Schema. */
function keysOf(schema: unknown, keys = new Set<string>()): Set<string> {
  if (typeof schema !== "object" || schema === null) return keys;
  for (const [name, value] of Object.entries(schema)) {
    if (name === "properties") for (const key of Object.keys(value)) keys.add(key);
    keysOf(value, keys);
  }
  return keys;
}
