import { deepStrictEqual, match } from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installedPaths, makeProgram, type Program, packageOf, run } from "./installed";

/** The first program of the README. */
const [, README_PROGRAM = ""] =
  /```js\n([\s\S]*?)```/.exec(readFileSync(join(__dirname, "../../proof/README.md"), "utf8")) ?? [];

describe("iam-proof, alone in a directory", () => {
  let program: Program;
  before(() => {
    program = makeProgram([packageOf("iam-proof").tarball], { "access.mjs": README_PROGRAM });
  });
  after(() => rmSync(program.directory, { recursive: true }));

  it("brings nothing else of this project, and no library", () => {
    deepStrictEqual(installedPaths(program), ["node_modules/iam-proof"]);
  });

  it("answers the first program of its README: one request, every request, and what a change changes", () => {
    const { stderr, stdout } = run(program.directory, process.execPath, ["access.mjs"]);
    deepStrictEqual(stderr, "");
    match(stdout, /^denied - neither an identity policy nor a resource policy/);
    match(stdout, /^complete \[ 'arn:aws:iam::111111111111:role\/orders' \]$/m);
    match(stdout, /^refuted a session of arn:aws:iam::111111111111:role\/billing gains /m);
    match(stdout, /^difference proved with \d\d+ clauses\nproved\n$/m);
  });

  it("brings the declarations of all that its entry exports", () => {
    const { directory } = packageOf("iam-proof");
    const entry = readFileSync(join(directory, "bin/proof/index.d.ts"), "utf8");
    const modules = [...entry.matchAll(/from "\.\/([^"]+)"/g)].map(([, file]) => file);
    deepStrictEqual(
      modules.filter((file) => !existsSync(join(directory, `bin/proof/${file}.d.ts`))),
      [],
    );
  });
});
