import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { version } from "../../package.json";
import { installedPaths, makeProgram, type Program, packageOf, packages, run } from "./installed";

const LIBRARY = "eks-pod-secrets";

/** How many bytes the library may add to its peers, unpacked. */
const MOST_BYTES = 5_000_000;

describe("the packed packages", () => {
  const manifestOf = (name: string) =>
    JSON.parse(readFileSync(join(packageOf(name).directory, "package.json"), "utf8"));

  it("have one version, and nothing that runs or is installed for this project's own development", () => {
    for (const name of packages().keys()) {
      const manifest = manifestOf(name);
      strictEqual(manifest.version, version);
      for (const key of ["devDependencies", "overrides", "private", "scripts", "workspaces"]) {
        ok(!(key in manifest), `${name} has ${key}`);
      }
    }
  });

  it("bring the licences of the libraries in their files", () => {
    const licences = (name: string, folder: string) => {
      const text = readFileSync(
        join(packageOf(name).directory, "bin", folder, "LICENSES.txt"),
        "utf8",
      );
      return text.split("\n\n----\n\n").map((licence) => licence.split(" ")[0]);
    };
    deepStrictEqual(licences(LIBRARY, "sdk"), ["@noble/hashes", "jmespath", "yaml", "zod"]);
    ok(licences("@eks-pod-secrets/cli", "cli").includes("commander"));
    ok(licences("@eks-pod-secrets/sandbox", "sandbox").includes("jose"));
  });

  it("have a README each, whose links lead to what is packed", () => {
    for (const name of packages().keys()) {
      const { directory } = packageOf(name);
      const readme = readFileSync(join(directory, "README.md"), "utf8");
      const links = [...readme.matchAll(/\]\(([^)#]+)/g)].map(([, target = ""]) => target);
      const dead = links.filter(
        (target) => !/^https:/.test(target) && !existsSync(join(directory, target)),
      );
      deepStrictEqual(dead, [], name);
    }
  });

  it("keep the library small, without a dependency", () => {
    const { dependencies, optionalDependencies } = manifestOf(LIBRARY);
    deepStrictEqual([dependencies, optionalDependencies], [undefined, undefined]);
    const { tarball } = packageOf(LIBRARY);
    const size = gunzipSync(readFileSync(tarball)).length;
    ok(size < MOST_BYTES, `${size} bytes`);
  });

  it("give publint nothing to say of what programs import", async () => {
    const { publint } = await import("publint");
    for (const name of [LIBRARY, "@eks-pod-secrets/policy-pack"]) {
      const { messages } = await publint({ pkgDir: packageOf(name).directory, strict: true });
      deepStrictEqual(
        messages.map(({ args, code, path }) => ({ name, code, path, args })),
        [],
      );
    }
  });

  it("have right types in every kind of module resolution", async () => {
    const { checkPackage, createPackageFromTarballData } = await import("@arethetypeswrong/core");
    const packed = createPackageFromTarballData(readFileSync(packageOf(LIBRARY).tarball));
    const { types, ...result } = await checkPackage(packed);
    ok(types, "it has types");
    deepStrictEqual("problems" in result && result.problems, []);
  });
});

/** The first program in the README. */
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
