import { deepStrictEqual, equal, match, ok, throws } from "node:assert/strict";

import { readDescriptors } from "../../../sandbox/pods/provider/descriptors";
import { readYaml } from "../../../sandbox/wire/protocols/yaml-value";
import { withCluster } from "../with-cluster";

const MAP = "/api/v1/namespaces/default/configmaps/odd?fieldManager=m";
const APPLY = "application/apply-patch+yaml";

/** Longer than any takes that stops where it must. In milliseconds. */
const PATIENCE = 8000;

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join("");

const HOSTILE: Record<string, string> = {
  "many keys": times(12_000, (index) => `k${index}: v\n`),
  "a list that ends too often": `[${"]".repeat(60_000)}`,
  "a list of nothing": `[${",".repeat(60_000)}`,
  "a node of many anchors": "&a ".repeat(30_000),
  "unknown directives": "%x\n".repeat(20_000),
  "wrong escapes": `a: "${"\\q".repeat(30_000)}"`,
  depth: "- ".repeat(30_000),
};

describe("YAML that is written to wear the sandbox out", () => {
  const { k8s } = withCluster();

  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`is judged at once: ${what}`, async () => {
      const warned: Error[] = [];
      const warn = (warning: Error) => warned.push(warning);
      process.on("warning", warn);
      const began = Date.now();
      const { status } = await k8s("PATCH", MAP, text, APPLY);
      const took = Date.now() - began;
      process.off("warning", warn);
      ok([400, 500].includes(status), String(status));
      ok(took < PATIENCE, `${took} ms`);
      deepStrictEqual(warned, []);
    });
  }

  it("is judged at once in the parameters of a mount, too", () => {
    const began = Date.now();
    throws(() => readDescriptors(HOSTILE["a list that ends too often"] ?? "", "", []));
    ok(Date.now() - began < PATIENCE);
  });

  it("is not read where it is longer than 128 KiB, but JSON of that form is", async () => {
    throws(() => readYaml("a".repeat(128 * 1024 + 1)), /longer than 128 KiB/);
    const data = { long: "x".repeat(200 * 1024) };
    const { status, body } = await k8s("PATCH", MAP, JSON.stringify({ data }), APPLY);
    equal(status, 201);
    equal(body.data.long.length, data.long.length);
  });

  it("has no aliases, and the last of two keys counts", async () => {
    throws(() => readYaml("a: &a 1\nb: *a"), /[Aa]lias/);
    deepStrictEqual(readYaml("a: 1\na: 2"), { a: 2 });
    match(String(readYaml("a")), /^a$/);
  });
});
