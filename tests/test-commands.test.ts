import { deepStrictEqual, ok } from "node:assert/strict";
import library from "../package.json";
import { read, sourceFiles } from "./source-imports";

/** A function of Mocha that its types leave out. It returns the files that Mocha runs for a configuration. */
const collectFiles: (options: object) => {
  files: string[];
} = require("mocha/lib/cli/collect-files");

const {
  parts,
}: { parts: Record<string, { files?: string[] }> } = require("../scripts/test-slow.mjs");

/** The parts that .ci/run leaves out. CONTRIBUTING says so. */
const BY_HAND = ["cluster", "faults", "weather"];

describe("the commands of the tests", () => {
  const files = sourceFiles("tests");
  const configurations = [".mocharc.json", ...files.filter((file) => /mocharc\.json$/.test(file))];

  it("run each file of tests once", () => {
    const run = configurations.flatMap(filesOf).sort();
    const all = files.filter((file) => file.endsWith(".test.ts")).sort();
    deepStrictEqual(run, all);
  });

  it("are called by .ci/run, but for those that take hours or build Kubernetes", () => {
    const configured = configurations.flatMap((file) => /^tests\/(\w+)\//.exec(file)?.[1] ?? []);
    const called = [...read(".ci/run").matchAll(/^step npm run -s test:slow (\S+)/gm)].map(
      ([, name = ""]) => name,
    );
    deepStrictEqual([...called, ...BY_HAND].sort(), configured.sort());
    const own = Object.keys(parts).filter((name) => !parts[name]?.files);
    deepStrictEqual(own.sort(), configured);
  });

  it("run the tests of each package by itself", () => {
    const { scripts, workspaces } = library;
    const own = workspaces.map((folder) => JSON.parse(read(`${folder}/package.json`)).scripts.test);
    const run = [...own, scripts["test:sdk"]].map(
      (command) => command.split("test-package.mjs ")[1],
    );
    deepStrictEqual(run, ["proof", "cli stacks", "sandbox", "policy-pack", "sdk"]);
  });

  it("use no proof of an earlier run, and draw the same examples in each", () => {
    const own = "tests/same-each-run.ts";
    const without = configurations.filter((file) => !JSON.parse(read(file)).require?.includes(own));
    deepStrictEqual(without, []);
    ok(library.scripts["test:file"].includes(`--require ${own}`));
  });

  it("name only existing files among those that a part runs for longer", () => {
    const longer = Object.values(parts).flatMap(({ files: some = [] }) => some);
    deepStrictEqual(
      longer.filter((file) => !files.includes(file)),
      [],
    );
  });
});

function filesOf(configuration: string): string[] {
  const { ignore = [], spec } = JSON.parse(read(configuration));
  const extension = ["ts"];
  const { files } = collectFiles({
    extension,
    file: [],
    ignore,
    recursive: false,
    sort: false,
    spec,
  });
  return files.map((file) => file.slice(process.cwd().length + 1));
}
