import { deepStrictEqual, ok } from "node:assert";
import fc from "fast-check";

import { parseInventory } from "../../../sdk/grant";
import { inventoryText, marked, problemsOf, rejectsEach } from "./support";

/** Nine levels of nine aliases each: two billion values from a few hundred characters. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const alias = index === 0 ? "x" : `*l${index - 1}`;
    return `l${index}: &l${index} [${Array(9).fill(alias).join(", ")}]`;
  });
  return levels.join("\n");
}

describe("parseInventory, texts", () => {
  it("rejects YAML that is none", () => {
    const { place, text } = marked('accounts: { a: { id: "1" }\n§clusters: {}\n');
    const [problem = ""] = problemsOf(text);
    ok(problem.startsWith(`${place} invalid YAML: flow map`), problem);
    deepStrictEqual(problemsOf(text).length, 1);
  });

  it("rejects tabs for indentation", () => {
    const [problem = ""] = problemsOf("accounts:\n\ta: {}\n");
    ok(problem.startsWith("2:1 invalid YAML: tabs are not allowed"), problem);
  });

  rejectsEach({
    "invalid YAML: unresolved tag: !secret": "accounts: §!secret x\n",
    "inventory must have accounts, got an empty file": ["§", "§# nothing\n"],
    "secrets.own is given twice, first in line 7; keep one": {
      secrets:
        "\n  own: { account: a }\n  foreign: { account: b, key: pods }\n  §own: { account: b }",
    },
    "accounts.a.administrators[0].x is given twice, first in line 4; keep one":
      "accounts:\n  a:\n    administrators:\n      - { x: 1, §x: 2 }\n",
    "accounts.b.<< is a merge key of YAML 1.1, which is not read; write its entries out, or use defaults":
      'accounts:\n  a: &a { id: "111111111111", region: eu-west-1 }\n  b: { §<<: *a }\n',
    'accounts must have names as keys, got "__proto__"': "accounts:\n  §__proto__: { id: x }\n",
    "accounts must have names as keys, got a list": "accounts:\n  §? [a]\n  : x\n",
    "aliases must not expand to more than 2000000 values; write them out": aliasBomb().replace(
      "&l6 [",
      "&l6 §[",
    ),
    "alias *all must not stand within what it refers to": "accounts: &all\n  a: §*all\n",
    "alias *all must name an anchor that stands before it": "accounts: §*all\nclusters: &all {}\n",
  });

  it("rejects a second document", () => {
    const text = `${inventoryText()}---\nmore: 1\n`;
    deepStrictEqual(
      problemsOf(text).map((problem) => problem.replace(/^\S+ /, "")),
      ["invalid YAML: only one document is read"],
    );
  });

  it("accepts one anchor used by a thousand readers", () => {
    const entries = Array.from(
      { length: 1000 },
      (_, index) =>
        `\n  r${index}: { cluster: shop, namespace: web, serviceAccount: s${index}, reads: ${index === 0 ? "&reads [own, foreign]" : "*reads"} }`,
    );
    deepStrictEqual(problemsOf(inventoryText({ readers: entries.join("") })), []);
  });

  it("rejects nesting that would exhaust the stack", () => {
    for (const opening of ["[", "{a: ", "- "]) {
      const text = `accounts: ${opening === "- " ? "\n" : ""}${opening.repeat(50_000)}`;
      const [problem = "", ...others] = problemsOf(text);
      ok(/^[12]:\d+ invalid YAML: nested deeper than 100 levels$/.test(problem), problem);
      deepStrictEqual(others, []);
    }
  });

  it("rejects a file of 10 MB, and names its size", () => {
    const text = inventoryText().padEnd(10_000_000, "#");
    deepStrictEqual(problemsOf(text), [
      "1:1 inventory must be smaller than 10 MB, got 10000000 bytes; split it in several",
    ]);
  });

  it("answers any text with problems or an inventory, and never throws", () => {
    const fragment = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "accounts:",
        "readers:",
        "\n",
        "  ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "&a ",
        "*a",
        "!x ",
        "|",
        "? ",
        '"',
        "#",
        "---\n",
        "%YAML 1.2\n",
      ),
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const parsed = parseInventory(fragments.join(""), "zone.yaml");
        const problems = "problems" in parsed ? parsed.problems : [];
        return (
          "inventory" in parsed ||
          (problems.length > 0 && problems.every(({ column, line }) => line >= 1 && column >= 1))
        );
      }),
      { numRuns: 500 },
    );
  });
});
