import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { peerDependencies } from "../../cli/package.json";
import { copiesOfPulumis, makeProgram, type Program, packageOf, packages, run } from "./installed";

/** The lowest version of each peer, and the matching `@pulumi/eks`. */
const LOWEST = [
  ...Object.entries(peerDependencies).map(([name, range]) => `${name}@${range.replace("^", "")}`),
  "@pulumi/eks@4.2.0",
];

const FILES = {
  "Pulumi.yaml":
    "name: pods\nruntime: nodejs\nmain: node_modules/@eks-pod-secrets/cli/bin/stacks/index.js\n",
  "landing-zone.yaml": readFileSync(join(__dirname, "../../landing-zone.yaml"), "utf8"),
};

describe("the command beside the lowest versions of Pulumi's packages", () => {
  let program: Program;
  before(() => {
    const tarballs = [...packages().keys()].map((name) => packageOf(name).tarball);
    program = makeProgram([...tarballs, ...LOWEST], FILES);
    run(program.directory, "npx", ["eks-pod-secrets", "sandbox", "start"]);
  });
  after(() => {
    run(program.directory, "npx", ["eks-pod-secrets", "sandbox", "destroy"]);
    rmSync(program.directory, { recursive: true });
  });

  const exec = ["eks-pod-secrets", "sandbox", "exec"];

  function command(args: string[], input = ""): string {
    const inSandbox = [...exec, "--pulumi", "--", "npx", "eks-pod-secrets", ...args];
    const options = { cwd: program.directory, encoding: "utf8", input } as const;
    const { stderr, stdout } = spawnSync("npx", inSandbox, options);
    return stdout + stderr;
  }

  it("brings no second copy of any of them", () => {
    for (const [name, paths] of copiesOfPulumis(program)) {
      deepStrictEqual(paths, [`node_modules/${name}`]);
    }
    for (const spec of LOWEST) {
      const [, name = "", version] = /^(@.*)@(.*)$/.exec(spec) ?? [];
      const manifest = join(program.directory, "node_modules", name, "package.json");
      strictEqual(JSON.parse(readFileSync(manifest, "utf8")).version, version);
    }
  });

  it("has the doctor's catalogue in it", () => {
    match(command(["doctor", "--explain", "EPS-816"]), /^EPS-816: .* STS by its global name$/m);
    const text = 'Post "https://sts.amazonaws.com/": dial tcp 192.0.2.1:443: i/o timeout';
    match(command(["doctor", "--text", "-"], text), /^EPS-816: /m);
  });

  it("deploys accounts, a cluster and pods, which read their secrets", () => {
    match(command(["up", "--yes"]), /^up: 3 of 4 stacks done/m);
    for (const secret of ["secret-a", "secret-b"]) {
      match(command(["put", secret], `value of ${secret}`), /new version/);
    }
    match(command(["up", "--yes"]), /^up: 4 of 4 stacks done$/m);
    const read = ["--pod", "application-b", "--", "cat", "/mnt/secret/secret-b"];
    strictEqual(run(program.directory, "npx", [...exec, ...read]).stdout, "value of secret-b");
  });
});
