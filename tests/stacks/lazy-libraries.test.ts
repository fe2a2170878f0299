import { deepStrictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { builtFile } from "../built";

/** Pacote is what npm's resolver downloads with; execa is what the Automation API runs the CLI with. */
const PROGRAM = `
  require(${JSON.stringify(builtFile("stacks/index.js"))});
  const { automation, runtime } = require("@pulumi/pulumi");
  const loaded = () => ["typescript", "pacote", "execa"].map((name) =>
    Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/")));
  const before = loaded();
  const use = [runtime.serializeFunction(() => "marzipan"), runtime.computeCodePaths()];
  Promise.all(use).then(([{ text }, paths]) => {
    const used = [text.includes("marzipan"), paths.size > 0, "create" in automation.LocalWorkspace];
    console.log(JSON.stringify({ before, used, after: loaded() }));
  });`;

describe("the program of a stack", () => {
  it("loads what Pulumi needs for functions, and to run the engine itself, only where that is used", () => {
    const { stdout } = spawnSync(process.execPath, ["--eval", PROGRAM], {
      cwd: join(__dirname, "../../cli"), // a package with dependencies, whose files are code paths
      encoding: "utf8",
    });
    deepStrictEqual(JSON.parse(stdout), {
      before: [false, false, false],
      used: [true, true, true],
      after: [true, true, true],
    });
  });
});
