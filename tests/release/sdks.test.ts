import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";
import { packages } from "../package/installed";
import { checkout, hashes, isInstalled, output, run, script } from "./made";

/** The tool that packs each language's SDK, and the files that it makes. */
const LANGUAGES = {
  nodejs: { tool: "npm", files: [`eks-pod-secrets-sdk-${version}.tgz`] },
  python: {
    tool: "python3",
    files: [`eks_pod_secrets-${version}-py3-none-any.whl`, `eks_pod_secrets-${version}.tar.gz`],
  },
  go: { tool: "go", files: [`eks-pod-secrets-sdk-go-${version}.tar.gz`] },
  java: {
    tool: "mvn",
    files: ["-javadoc.jar", "-sources.jar", ".jar", ".pom"].map(
      (end) => `eks-pod-secrets-${version}${end}`,
    ),
  },
  dotnet: { tool: "dotnet", files: [`EksPodSecrets.Components.${version}.nupkg`] },
};

const packable = Object.entries(LANGUAGES).filter(([, { tool }]) => isInstalled(tool));
const others = Object.entries(LANGUAGES).filter(([, { tool }]) => !isInstalled(tool));

describe("the SDKs of a release", () => {
  before(() => {
    packages();
    script("generate-sdks.mjs");
  });

  for (const [language, { files }] of packable) {
    it(`packs the SDK of ${language}: ${files.join(", ")}`, () => {
      script("pack-sdk.mjs", [language]);
      deepStrictEqual(readdirSync(packedOf(language)).sort(), [...files].sort());
    });
  }

  for (const [language, { tool }] of others) {
    it(`says that the SDK of ${language} is not packed here: ${tool} is not installed`, () => {
      const { stderr } = script("pack-sdk.mjs", [language], 1);
      match(stderr, new RegExp(`error: the SDK of ${language} is not packed: .* not installed`));
    });
  }

  it("packs the same bytes each time", () => {
    const packed = packable.map(([language]) => hashes(packedOf(language)));
    script("generate-sdks.mjs");
    for (const [language] of packable) script("pack-sdk.mjs", [language]);
    deepStrictEqual(
      packable.map(([language]) => hashes(packedOf(language))),
      packed,
    );
  });

  it("packs the licence into every archive of code", () => {
    const without = packable.flatMap(([language, { files }]) =>
      files
        .filter((file) => !/-(javadoc|sources)\.jar$|\.pom$/.test(file))
        .filter((file) => !/\/LICENSE(\s|$)/m.test(contentOf(join(packedOf(language), file)))),
    );
    deepStrictEqual(without, []);
  });

  it("takes its author and its place from this project", () => {
    const project = read("dotnet/EksPodSecrets.Components.csproj");
    match(project, /<Authors>The eks-pod-secrets authors<\/Authors>/);
    match(project, /<PackageReference Include="Pulumi" Version="\[[\d.]+,4\)" \/>/);
    match(read("dotnet/PodSecret.cs"), /namespace EksPodSecrets\.Components/);
    const logo = readFileSync(join(checkout, "docs/logo.png"));
    ok(logo.equals(readFileSync(join(output, "sdks/dotnet/logo.png"))));
    match(read("java/build.gradle"), /implementation\("com\.pulumi:pulumi:1\./);
  });

  it("sends nothing in a dry run, and says what it would send", () => {
    const dryRun = (registry: string) =>
      script("publish.mjs", [registry, "--dry-run"]).stdout.trim().split("\n");
    const npm = dryRun("npm");
    strictEqual(npm.length, packages().size + 1);
    for (const line of npm)
      match(line, /^npm publish --provenance --access public \.\/bin\/.*tgz$/);
    deepStrictEqual(dryRun("maven"), [
      "mvn --batch-mode --file bin/sdks/java --activate-profiles release deploy",
    ]);
    const [create, upload = ""] = dryRun("github");
    strictEqual(create, `gh release create v${version} --verify-tag --generate-notes`);
    match(upload, /eks-pod-secrets-sdk-go-.*\.tar\.gz/);
    match(dryRun("go").join(), /^git push origin [0-9a-f]{40}:refs\/tags\/sdk\/go\/v[\d.]+$/);
  });

  it("tags the module of Go once, in a repository, and leaves the branches alone", () => {
    const directory = mkdtempSync(join(tmpdir(), "go-module-"));
    try {
      const origin = join(directory, "origin.git");
      const clone = join(directory, "clone");
      git(directory, "clone", "--quiet", "--bare", "--depth=1", `file://${checkout}`, origin);
      git(directory, "clone", "--quiet", origin, clone);
      // Copies what is not committed yet.
      for (const folder of ["scripts", "sdk/plugin", "bin/sdks/go"]) {
        cpSync(join(checkout, folder), join(clone, folder), { recursive: true });
      }
      const tag = `sdk/go/v${version}`;
      const publish = () => run("node", [join(clone, "scripts/release/publish.mjs"), "go"]).stdout;
      const branches = git(origin, "branch", "--format=%(refname) %(objectname)");
      strictEqual(publish(), `${tag} is published\n`);
      strictEqual(publish(), `${tag} was published before\n`);
      const content = git(origin, "ls-tree", "-r", "--name-only", tag).split("\n");
      ok(content.includes("sdk/go/go.mod") && content.includes("sdk/go/podReader.go"));
      ok(content.includes("README.md"), "the rest of the release is there, too");
      strictEqual(git(origin, "branch", "--format=%(refname) %(objectname)"), branches);
      ok(existsSync(join(clone, "README.md")));
      strictEqual(git(clone, "diff", "--cached", "--stat"), "");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** Names of the files in an archive. */
function contentOf(file: string): string {
  const [command = "", ...args] = /gz$/.test(file)
    ? ["tar", "-tzf"]
    : ["python3", "-m", "zipfile", "-l"];
  return run(command, [...args, file]).stdout;
}

function packedOf(language: string): string {
  return join(output, "sdks/packed", language);
}

function read(file: string): string {
  return readFileSync(join(output, "sdks", file), "utf8");
}

function git(cwd: string, ...args: string[]): string {
  return run("git", args, { cwd }).stdout.trim();
}
