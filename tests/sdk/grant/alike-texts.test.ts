import { deepStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";

import { parseInventory, type SimilarInventory } from "../../../sdk/grant";
import { type ReadParts, readByParts } from "../../../sdk/grant/inventory/text-parts";
import { readYaml } from "../../../sdk/grant/inventory/yaml-document";
import { inventoryText } from "./support";

/** Lines of inventories. Some end an entry, a section or the document. Others continue an entry that is open. */
const LINES = [
  "accounts:",
  "  c: { account: a }",
  '  "d": { account: a }',
  "  c:",
  "    account: a",
  "    description: >+",
  "      text",
  "      more",
  "",
  "    - list",
  "    account: b",
  "    reads: [a, b/c]",
  "    reads: [a, null]",
  "    e: False",
  "    True: a",
  "    null:",
  "      account: a # remark",
  "  - list",
  "  ? e",
  "  : 1",
  "  # remark",
  "# remark",
  "---",
  "...",
  "%YAML 1.1",
  "  f: &f 1",
  "  g: *f",
  '  h: "open',
  '    closed"',
  "  i: { a: 1,",
  "    b: 2 }",
  "  i: yes",
  "  <<: {}",
  "\tk: 1",
  "   l: 1",
  " m: 1",
  "  n",
  "  !!str o: 1",
  "  p: |2",
  "other: 1\r",
  "\uFEFFq: 1",
];

/** The answer of reading, with the places of everything that was read. */
function answered(read: ReturnType<typeof readYaml>): unknown {
  if ("problems" in read) return read;
  const { problemAt, value } = read.document;
  const paths = [[], ...Object.entries((value ?? {}) as object).flatMap(below)];
  return { value, keys: JSON.stringify(value), places: paths.map((path) => problemAt(path, "")) };
}

function below([section, entries]: [string, unknown]): string[][] {
  const names = typeof entries === "object" ? Object.keys(entries ?? {}) : [];
  return [[section], ...names.map((name) => [section, name])];
}

function partsOf(text: string): ReadParts {
  const read = readYaml(text, "before.yaml");
  return "document" in read ? read.document.parts : new Map();
}

/** The value of a text read in one piece, as JSON, which also shows the order of keys. Undefined if anything is wrong with it. */
function valueAtOnce(text: string): string | undefined {
  // An unused anchor changes no value, and keeps the text in one piece. It stands before the text, because behind it, its line could
  // end a value that keeps its line breaks.
  const read = readYaml(`a-begin: &begin 1\n${text}`, "z");
  const document = "document" in read ? read.document : undefined;
  strictEqual(document?.parts.size ?? 0, 0);
  return document && JSON.stringify(document.value);
}

function withBegin(value: unknown): string {
  return JSON.stringify({ "a-begin": 1, ...(value as object) });
}

describe("readYaml, part by part", () => {
  it("answers as it does at once, and beside a text that is much alike", () => {
    const line = fc.constantFrom(...LINES);
    const edit = fc.record({
      at: fc.nat(16),
      removed: fc.nat(3),
      added: fc.array(line, { maxLength: 4 }),
    });
    const cut = fc.tuple(fc.nat(400), fc.constantFrom(0, 0, 1, 3));
    const edited = (
      text: string,
      { added, at, removed }: { added: string[] } & Record<"at" | "removed", number>,
    ) => {
      const lines = text.split("\n");
      lines.splice(at, removed, ...added);
      return lines.join("\n");
    };
    const counts = { whole: 0, byParts: 0 };
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 2 }), edit, cut, (before, last, [at, gone]) => {
        const old = before.reduce(edited, inventoryText());
        const whole = edited(old, last);
        const now = whole.slice(0, at) + whole.slice(at + gone);
        const like = partsOf(old);
        deepStrictEqual(answered(readYaml(now, "z", like)), answered(readYaml(now, "z")));
        const read = readByParts(now, new Map());
        counts[read ? "byParts" : "whole"] += 1;
        if (read) strictEqual(withBegin(read.value), valueAtOnce(now));
      }),
      { numRuns: 1000 },
    );
    ok(counts.whole > 200 && counts.byParts > 80, JSON.stringify(counts));
  });

  it("reads no part again that the other text has", () => {
    const names = Array.from({ length: 9 }, (_, index) => `s${index}`);
    const secrets = (all: string[]) => all.map((name) => `\n  ${name}: { account: a }`).join("");
    const like = partsOf(inventoryText({ secrets: secrets(names), readers: " {}" }));
    for (const now of [names.with(4, "new"), names.toSpliced(4, 1), names.toReversed()]) {
      const text = inventoryText({ secrets: secrets(now), readers: " {}" });
      const parts = [...(readByParts(text, like)?.parts ?? [])];
      const others = parts.filter(
        ([lines, value]) => /^ /.test(lines) && like.get(lines) !== value,
      );
      deepStrictEqual(
        others.map(([lines]) => lines),
        now.includes("new") ? ["  new: { account: a }\n"] : [],
      );
    }
  });

  it("tells a line that goes on where another one began", () => {
    const old = "accounts:\n  a: 1\n  b: 2\nsecrets:\n  c: 3\n";
    for (const now of [old.replace("2\n", "2"), old.replace("1\n", "1"), old.slice(0, -1)]) {
      deepStrictEqual(answered(readYaml(now, "z", partsOf(old))), answered(readYaml(now, "z")));
    }
  });

  it("reads the whole where another line says how, or belongs to the root", () => {
    const old = "secrets:\n   c: 3\n   d: 4\n";
    const marked = `\uFEFF%YAML 1.1\n---\n${old}`;
    const changes: [before: string, now: string][] = [
      [marked, marked.replace("3", "yes")],
      [old, `${old}  : 1\n`],
      [old, `${old}  ?\n`],
    ];
    for (const [before, now] of changes) {
      deepStrictEqual(answered(readYaml(now, "z", partsOf(before))), answered(readYaml(now, "z")));
    }
  });

  it("resolves an inventory of several files beside another one", () => {
    const files = (account: string) => [
      { file: "a.yaml", text: `secrets:\n  x: { account: a }\n  y: { account: ${account} }\n` },
    ];
    const text = inventoryText({ more: "include: [a.yaml]\n" });
    const before = parseInventory(text, "before.yaml", [], files("a"));
    ok("parts" in before);
    const now = (like?: SimilarInventory) => {
      const parsed = parseInventory(text, "after.yaml", [], files("b"), like);
      ok("landingZone" in parsed);
      return [parsed.landingZone, parsed.warnings, parsed.problemAt(["secrets", "y"], "is here")];
    };
    deepStrictEqual(now(before), now());
  });
});
