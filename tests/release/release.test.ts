import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";
import { checkout, hashes, output, run, script } from "./made";

const made = join(output, "packages");

/** The pinned checker of workflows. Go builds it once, into its own cache. */
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/** The `run:` commands in the steps of the release's workflow. */
function stepsOf(workflow: string): string[] {
  const text = readFileSync(join(checkout, ".github/workflows", workflow), "utf8");
  return [...text.matchAll(/^ {6}(?:- | {2})run: (.*)$/gm)].flatMap(([, step]) => step ?? []);
}

describe("a release", () => {
  let packed: Record<string, string>;
  before(() => {
    run("npm", ["run", "-s", "packages"]);
    packed = hashes(made, ".tgz");
  });

  it("runs in its workflow no step that is not tested here", () => {
    deepStrictEqual(stepsOf("release.yml"), [
      'node scripts/release/check.mjs "$GITHUB_REF_NAME"',
      "npm ci",
      "npm run packages",
      "node scripts/release/plugin-archives.mjs",
      "node scripts/release/bill-of-materials.mjs",
      "node scripts/release/generate-sdks.mjs",
      ...["nodejs", "python", "go", "dotnet", "java"].map(
        (language) => `node scripts/release/pack-sdk.mjs ${language}`,
      ),
      ...["npm", "github", "go", "nuget"].map(
        (registry) => `node scripts/release/publish.mjs ${registry}`,
      ),
      "npm ci --ignore-scripts",
      "node scripts/release/publish.mjs maven",
      "node scripts/release/publish.mjs image",
    ]);
    deepStrictEqual(stepsOf("checks.yml"), [".ci/run"]);
  });

  it("has workflows, and examples of pipelines, that GitHub understands", () => {
    const files = readdirSync(join(checkout, ".github/workflows")).map(
      (file) => `.github/workflows/${file}`,
    );
    run("go", ["run", ACTIONLINT, ...files]);
    const directory = mkdtempSync(join(tmpdir(), "pipelines-"));
    const workflows = join(directory, ".github", "workflows");
    mkdirSync(workflows, { recursive: true });
    // The checker looks for a called workflow in the repository, so there must be one.
    mkdirSync(join(directory, ".git"));
    for (const [from, to] of [
      ["github-actions.yaml", "secrets.yaml"],
      ["github-actions-part.yaml", "secrets-part.yaml"],
    ] as const) {
      copyFileSync(join(checkout, "examples/pipelines", from), join(workflows, to));
    }
    run("go", ["run", ACTIONLINT, ...readdirSync(workflows).map((name) => join(workflows, name))]);
    rmSync(directory, { recursive: true });
  });

  it("packs the same bytes each time", () => {
    strictEqual(Object.keys(packed).length, 5);
    run("npm", ["run", "-s", "packages"]);
    deepStrictEqual(hashes(made, ".tgz"), packed);
  });

  it("archives the plugin for every platform, with the same bytes each time", () => {
    script("plugin-archives.mjs");
    const archives = hashes(made, ".tar.gz");
    strictEqual(Object.keys(archives).length, 5);
    script("plugin-archives.mjs");
    deepStrictEqual(hashes(made, ".tar.gz"), archives);
    const [archive = ""] = Object.keys(archives);
    const directory = mkdtempSync(join(tmpdir(), "plugin-"));
    run("tar", ["-xzf", join(made, archive), "-C", directory]);
    const name = "pulumi-resource-eks-pod-secrets";
    deepStrictEqual(readdirSync(directory), ["LICENSE", "LICENSES.txt", name, `${name}.cmd`]);
    const { mode, size } = statSync(join(directory, name));
    strictEqual(mode & 0o111, 0o111);
    ok(size < 5e6, `${size} bytes`);
    rmSync(directory, { recursive: true });
  });

  it("lists everything that each package brings, with its licence", () => {
    script("bill-of-materials.mjs");
    const bills = readdirSync(made).filter((file) => file.endsWith(".cdx.json"));
    strictEqual(bills.length, 6);
    for (const file of bills) {
      const bill = JSON.parse(readFileSync(join(made, file), "utf8"));
      strictEqual(bill.bomFormat, "CycloneDX");
      // The prover has no libraries.
      if (file.startsWith("iam-proof-")) deepStrictEqual(bill.components, []);
      else ok(bill.components.length > 5, `${file} lists ${bill.components.length}`);
    }
    const command = bills.find((file) => file.includes("-cli-")) ?? "";
    const names = JSON.parse(readFileSync(join(made, command), "utf8")).components.map(
      ({ name }: { name: string }) => name,
    );
    // One library that npm installs, and one in the command's own file.
    ok(names.includes("client-kms") || names.includes("@aws-sdk/client-kms"));
    ok(names.includes("zod"));
  });

  it("lists the libraries in the plugin, which are those whose licences it has", () => {
    const { components } = JSON.parse(
      readFileSync(join(made, `pulumi-resource-eks-pod-secrets-${version}.cdx.json`), "utf8"),
    );
    const texts = readFileSync(join(output, "plugin/LICENSES.txt"), "utf8").split("\n\n----\n\n");
    deepStrictEqual(
      components.map((library: { "bom-ref": string }) => library["bom-ref"]).sort(),
      texts.map((text) => text.split("\n")[0]?.replace(" ", "@")).sort(),
    );
    const allowed = /"(MIT|ISC|BSD-3-Clause|Apache-2\.0|\(BSD-3-Clause AND Apache-2\.0\))"/;
    const others = components
      .filter(
        ({ licenses }: { licenses?: object }) => !allowed.test(JSON.stringify(licenses) ?? ""),
      )
      .map(({ name }: { name: string }) => name);
    // Its manifest names a licence file, which is MIT's.
    deepStrictEqual(others, ["@logdna/tail-file"]);
  });

  it("is refused under a tag that is not the version, and while changes are unreleased", () => {
    const { stderr } = script("check.mjs", ["v99.0.0"], 1);
    match(stderr, new RegExp(`error: the tag is "v99.0.0", and package.json says ${version}`));
    const folders = ["", "cli/", "policy-pack/", "proof/", "sandbox/"];
    const unreleased = folders
      .map((folder) => `${folder}CHANGELOG.md`)
      .filter((file) => readFileSync(join(checkout, file), "utf8").includes("## Unreleased\n"));
    const told = [...stderr.matchAll(/(\S+) has unreleased changes/g)].map(([, file]) => file);
    deepStrictEqual(told.sort(), unreleased.sort());
  });
});
