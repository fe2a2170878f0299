import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";

const checkout = join(__dirname, "../..");
const output = join(checkout, "bin/packages");

/** The pinned checker of workflows; Go builds it once, into its own cache. */
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** Hashes of what is made anew, by file. */
function made(extension: string): Record<string, string> {
  const files = readdirSync(output).filter((file) => file.endsWith(extension));
  const hash = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(output, file)))
      .digest("hex");
  return Object.fromEntries(files.map((file) => [file, hash(file)]));
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd: checkout, stdio: ["ignore", "ignore", "inherit"] });
}

/** Steps of the workflow that releases: what `run:` says in each. */
function stepsOf(workflow: string): string[] {
  const text = readFileSync(join(checkout, ".github/workflows", workflow), "utf8");
  return [...text.matchAll(/^ {6}- run: (.*)$/gm)].flatMap(([, step]) => step ?? []);
}

describe("a release", () => {
  let packed: Record<string, string>;
  before(() => {
    run("npm", "run", "-s", "packages");
    packed = made(".tgz");
  });

  it("runs in its workflow no step that is not tested here", () => {
    deepStrictEqual(stepsOf("release.yml"), [
      'node scripts/release/check.mjs "$GITHUB_REF_NAME"',
      "npm ci",
      "npm run packages",
      "node scripts/release/plugin-archives.mjs",
      "node scripts/release/bill-of-materials.mjs",
      'for package in ./*.tgz; do npm publish --provenance --access public "$package"; done',
    ]);
    deepStrictEqual(stepsOf("checks.yml"), [".ci/run"]);
  });

  it("has workflows, and examples of pipelines, that GitHub understands", () => {
    const files = readdirSync(join(checkout, ".github/workflows")).map(
      (file) => `.github/workflows/${file}`,
    );
    run("go", "run", ACTIONLINT, ...files, "examples/pipelines/github-actions.yaml");
  });

  it("packs the same bytes each time", () => {
    strictEqual(Object.keys(packed).length, 4);
    run("npm", "run", "-s", "packages");
    deepStrictEqual(made(".tgz"), packed);
  });

  it("archives the plugin for every platform, with the same bytes each time", () => {
    run("node", "scripts/release/plugin-archives.mjs");
    const archives = made(".tar.gz");
    strictEqual(Object.keys(archives).length, 5);
    run("node", "scripts/release/plugin-archives.mjs");
    deepStrictEqual(made(".tar.gz"), archives);
    const [archive = ""] = Object.keys(archives);
    const content = execFileSync("tar", ["-tzf", join(output, archive)], { encoding: "utf8" });
    match(content, /^\.\/PulumiPlugin\.yaml$/m);
    match(content, /^\.\/bin\/sdk\/index\.js$/m);
  });

  it("lists everything that each package brings, with its licence", () => {
    run("node", "scripts/release/bill-of-materials.mjs");
    const bills = readdirSync(output).filter((file) => file.endsWith(".cdx.json"));
    strictEqual(bills.length, 4);
    for (const file of bills) {
      const bill = JSON.parse(readFileSync(join(output, file), "utf8"));
      strictEqual(bill.bomFormat, "CycloneDX");
      ok(bill.components.length > 5, `${file} lists ${bill.components.length}`);
    }
    const command = bills.find((file) => file.includes("-cli-")) ?? "";
    const names = JSON.parse(readFileSync(join(output, command), "utf8")).components.map(
      ({ name }: { name: string }) => name,
    );
    // One that npm installs, and one in the command's own file.
    ok(names.includes("client-kms") || names.includes("@aws-sdk/client-kms"));
    ok(names.includes("zod"));
  });

  it("is refused under a tag that is not the version, and while changes are unreleased", () => {
    const { status, stderr } = spawnSync("node", ["scripts/release/check.mjs", "v99.0.0"], {
      cwd: checkout,
      encoding: "utf8",
    });
    strictEqual(status, 1);
    match(stderr, new RegExp(`error: the tag is "v99.0.0", and package.json says ${version}`));
  });
});
