import { deepStrictEqual } from "node:assert/strict";
import { scripts } from "../package.json";
import { read, sourceFiles } from "./source-imports";

/** Mocha's own, which its types leave out: the files that it runs by a configuration. */
const collectFiles: (options: object) => {
  files: string[];
} = require("mocha/lib/cli/collect-files");

/** What .ci/run leaves out, as CONTRIBUTING.md says. */
const BY_HAND = ["test:cluster", "test:weather"];

describe("the commands of the tests", () => {
  const files = sourceFiles("tests");
  const configurations = [".mocharc.json", ...files.filter((file) => /mocharc\.json$/.test(file))];

  it("run each file of tests once", () => {
    const run = configurations.flatMap(filesOf).sort();
    const all = files.filter((file) => file.endsWith(".test.ts")).sort();
    deepStrictEqual(run, all);
  });

  it("are called by .ci/run, but for those that take hours or build Kubernetes", () => {
    const commands = Object.entries(scripts)
      .filter(([, script]) => /^mocha( --config|$)/.test(script))
      .map(([name]) => name);
    deepStrictEqual(commands.length, configurations.length);
    const called = [...read(".ci/run").matchAll(/^step npm run -s (test\S*)/gm)].map(
      ([, name = ""]) => name,
    );
    deepStrictEqual([...called, ...BY_HAND].sort(), commands.sort());
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
