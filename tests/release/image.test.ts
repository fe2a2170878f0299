import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { version } from "../../package.json";
import { ENGINE_VERSION } from "../../sandbox/engine/engine";
import { packageOf } from "../package/installed";
import { dockerfileMistakes, of } from "./dockerfile-mistakes";
import { checkout, run, script } from "./made";

const text = readFileSync(join(checkout, "Dockerfile"), "utf8");
const file = DockerfileParser.parse(text);

/** Single changes that make the Dockerfile wrong, and the message about each. */
const MISTAKES: [from: string | RegExp, to: string, said: RegExp][] = [
  [/^FROM .*$/m, "FROM node:22-bookworm-slim", /node:22-bookworm-slim is neither a digest nor/],
  [/^FROM .*$/m, "FROM node", /node is neither a digest nor an exact version/],
  [/PULUMI_VERSION=.*/, "PULUMI_VERSION=latest", /PULUMI_VERSION is no exact version/],
  ["USER node", "", /runs as root/],
  ["USER node", "USER 0:0", /runs as root/],
  ["sha256sum --check", "cat", /not compared with its checksum/],
  [" ;; esac", "", /syntax error/],
  ["bin/packages/eks-pod-secrets-cli-*.tgz", "bin/packages/eks-pod-secrets-*.tgz", /\d files/],
];

// No test builds the image, because that needs a container engine. The tests do the build's steps by themselves instead.
describe("the image of the command", () => {
  let directory: string;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "image-"));
    await chmod(directory, 0o755);
    const [install] = of(file, "RUN").flatMap(
      (instruction) => /npm install .*?tgz/.exec(instruction.getRawArgumentsContent() ?? "") ?? [],
    );
    const { tarball } = packageOf("@eks-pod-secrets/cli");
    const [npm = "", ...args] = (install ?? "").replace("/tmp/*.tgz", tarball).split(" ");
    run(npm, [...args, "--prefix", join(directory, "installed")]);
  });
  after(() => rmSync(directory, { recursive: true }));

  it("is described without a mistake", () => {
    deepStrictEqual(dockerfileMistakes(text, checkout), []);
  });

  for (const [from, to, said] of MISTAKES) {
    it(`rejects "${to || `no ${from}`}"`, () => {
      const [mistake = "none"] = dockerfileMistakes(text.replace(from, to), checkout);
      match(mistake, said);
    });
  }

  it("has the Pulumi CLI that everything here is tested with", () => {
    const versions = file.getARGs().map((argument) => argument.getProperty()?.getValue());
    strictEqual(versions[0], ENGINE_VERSION);
  });

  it("is built from the command's package alone", () => {
    const copied = file.getCOPYs().map((copy) => copy.getArguments()[0]?.getValue());
    const ignored = readFileSync(join(checkout, ".dockerignore"), "utf8");
    strictEqual(ignored, `*\n${copied.map((path) => `!${path}\n`).join("")}`);
  });

  it("starts the command as another user, in a directory in which that user may not write", async () => {
    const [command = ""] = (file.getENTRYPOINTs()[0]?.getJSONStrings() ?? []).map((name) =>
      name.getJSONValue(),
    );
    const work = join(directory, "landing-zone");
    await mkdir(work);
    copyFileSync(join(checkout, "landing-zone.yaml"), join(work, "landing-zone.yaml"));
    const executable = join(directory, "installed", "bin", command);
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const start = (...args: string[]) => run(executable, args, { cwd: work, ...user });
    strictEqual(start("--version").stdout, `${version}\n`);
    match(start("check").stdout, /landing-zone\.yaml/);
  });

  it("is tried by the release before it is sent", () => {
    const lines = script("publish.mjs", ["image", "--dry-run"]).stdout.trim().split("\n");
    deepStrictEqual(
      lines.map((line) => line.replace(/--volume \S+ /, "").replaceAll(/ghcr\.io\/\S+/g, "IMAGE")),
      [
        "docker build --tag IMAGE .",
        "docker run --rm IMAGE --version",
        "docker run --rm IMAGE check",
        "docker push IMAGE",
      ],
    );
  });
});
