import { deepStrictEqual, ok } from "node:assert/strict";
import { isBuiltin } from "node:module";

import cli from "../cli/package.json";
import library from "../package.json";
import policyPack from "../policy-pack/package.json";
import sandbox from "../sandbox/package.json";
import {
  circles,
  folderImports,
  importsOf,
  isIn,
  isPath,
  packageOf,
  reachedFrom,
  read,
  resolvedIn,
  sourceFiles,
} from "./source-imports";

/** Folders that only compute, each with the folders that it may import. */
const pure: Record<string, string[]> = {
  proof: [],
  "sdk/defaults": [],
  "sdk/rules": ["proof"],
  "sdk/grant": ["proof", "sdk/defaults", "sdk/rules"],
  "sdk/policy": ["proof", "sdk/rules", "sdk/grant"],
  "sdk/access": ["proof", "sdk/rules", "sdk/grant", "sdk/policy"],
  "sdk/manifest": ["proof", "sdk/rules", "sdk/grant"],
  "sdk/change-losses": ["proof", "sdk/grant", "sdk/policy", "sdk/manifest", "sdk/access"],
  "cli/changes": ["proof", "sdk/grant", "sdk/access"],
};

/** Folders whose subfolders have an order: each imports only those before it. A file beside them imports any of them. */
const ordered: Record<string, string[]> = {
  proof: [
    "collections",
    "names",
    "quotas",
    "grammar",
    "domain",
    "evaluator/matching",
    "evaluator",
    "prover/solver",
    "prover/texts",
    "prover/documents",
    "prover/symbols",
    "prover/encoder",
    "prover/request",
    "prover/counterexample",
    "prover/claims",
    "prover/questions",
    "prover/findings",
    "gaps",
    "changes",
    "identities",
  ],
  cli: [
    ..."terminal json aws inventory clusters looks access-removals stacks documents".split(" "),
    ..."permissions guard picture proof changes access-answers doctor adopt verbs".split(" "),
  ],
};

/** Folders in which no two subfolders import each other. */
const oneWay = ["proof", "sdk", "stacks", "attempts", "cli", "sandbox", "bench"];

/** Libraries that only compute. */
const purePackages = ["@noble/hashes", "jmespath", "yaml", "zod"];

/** Folders of the command's package, each with those that it may import. Other packages are compiled separately. */
const layers: Record<string, string[]> = {
  stacks: ["proof", "sdk"],
  attempts: [],
};

/** Packages, each with those that it builds upon. Their tests know no other package. */
const tested: Record<string, string[]> = {
  proof: [],
  "policy-pack": ["proof"],
  sandbox: ["proof"],
  sdk: ["proof"],
};

/** The libraries that each folder's package depends on. */
const dependencies: Record<string, object> = {
  proof: {},
  sdk: library.peerDependencies,
  stacks: { ...cli.dependencies, ...cli.peerDependencies },
  attempts: cli.dependencies,
  cli: { ...cli.dependencies, ...cli.peerDependencies },
  sandbox: { ...sandbox.dependencies, ...sandbox.peerDependencies },
  "policy-pack": { ...policyPack.dependencies, ...policyPack.peerDependencies },
};

/** Files over 300 lines that stay whole. A name that ends in a slash stands for the files of a folder. */
const long: Record<string, string> = {
  "package-lock.json": "written by npm",
  "sandbox/engine/go/go.sum": "written by Go",
  "scripts/release/sdk-generator/go.sum": "written by Go",
  "sdk/plugin/schema.json": "written by `npm run schemas`",
  "schema/": "written by `npm run schemas`",
  "tests/proof/prover/deployments/": "whole documents, which are data",
  "tests/cluster/programs/": "programs, of which Go writes the sums",
  "tests/engine/releases/": "states as the engine wrote them, which are data",
  "tests/languages/hosts/requirements.txt": "written by uv",
  "tests/sandbox/fuzz/shapes.json": "written by `npm run members`",
  "tests/moto/differences.yaml": "each of Moto's tests is a line",
  "tests/clients/kubernetes-requirements.txt": "written by uv",
  "tests/moto/requirements.txt": "written by uv",
  "tests/languages/hosts/yaml/go.sum": "written by Go",
  "tests/proof/vectors/": "published decisions, which are data",
  "tests/sandbox/providers/aws/service.test.ts": "one provider process, which its tests share",
};

describe("the layout", () => {
  const files = sourceFiles();
  const code = files.filter((file) => /\.tsx?$/.test(file));

  for (const [folder, below] of Object.entries(pure)) {
    it(`keeps ${folder} pure, upon ${below.join(" and ") || "nothing"}`, () => {
      const strays = importsOf(code, folder).filter(({ file }) =>
        isPath(file)
          ? ![folder, ...below].some((one) => isIn(file, one))
          : isBuiltin(file) || !purePackages.includes(packageOf(file)),
      );
      deepStrictEqual(strays, []);
    });
  }

  for (const [folder, below] of Object.entries(layers)) {
    it(`lets ${folder} import ${["itself", ...below].join(", ")} and nothing above`, () => {
      const strays = importsOf(code, folder).filter(
        ({ file }) => isPath(file) && ![folder, ...below].some((one) => isIn(file, one)),
      );
      deepStrictEqual(strays, []);
    });
  }

  for (const [folder, below] of Object.entries(tested)) {
    it(`tests ${folder} with nothing of the packages that build upon it`, () => {
      const others = Object.keys(dependencies).filter((one) => ![folder, ...below].includes(one));
      const strays = importsOf(code, `tests/${folder}`).filter(({ file }) =>
        others.some((one) => isIn(file, one) || isIn(file, `tests/${one}`)),
      );
      deepStrictEqual(strays, []);
    });
  }

  it("needs the sandbox in no part of the command but the demo, and what reads the inventory for it", () => {
    const strays = importsOf(code, "cli").filter(
      ({ by, file }) =>
        isIn(file, "sandbox") &&
        !isIn(by, "cli/demo") &&
        by !== "cli/inventory/served-inventory.ts",
    );
    deepStrictEqual(strays, []);
  });

  it("lets proof speak of no kind of principal, but in lists that AWS publishes, and where the judge says who readers are", () => {
    const lists = [
      "proof/changes/kinds/compute/roles-taken.json",
      "proof/grammar/documented-keys.json",
      "proof/identities/opening-actions.ts",
      "proof/judge/certificate/readers.py",
    ];
    const speaks = (file: string) =>
      /pod|\beks|kubernetes/i.test(`${file} ${read(file)}`.replaceAll("eks-pod-secrets", ""));
    deepStrictEqual(sourceFiles("proof").filter(speaks), lists);
  });

  // A mistake in shared code would be in both. The evaluator must confirm results independently.
  for (const step of ["solver", "texts", "documents", "symbols", "encoder", "request"]) {
    it(`lets the prover's ${step} import nothing of the evaluator`, () => {
      const strays = importsOf(code, `proof/prover/${step}`).filter(({ file }) =>
        isIn(file, "proof/evaluator"),
      );
      deepStrictEqual(strays, []);
    });
  }

  for (const [folder, installed] of Object.entries(dependencies)) {
    it(`imports into ${folder} only libraries that its package depends on, or that the build puts into it`, () => {
      const known = { ...installed, ...library.devDependencies };
      const strays = importsOf(code, folder).filter(
        ({ file }) => !isPath(file) && !isBuiltin(file) && !(packageOf(file) in known),
      );
      deepStrictEqual(strays, []);
    });
  }

  it("looks at every folder that it names", () => {
    const named = [...Object.keys(pure), ...Object.keys(layers)];
    const empty = named.filter((folder) => !code.some((file) => isIn(file, folder)));
    deepStrictEqual(empty, []);
  });

  it("imports in no circle", () => {
    const imports = new Map(
      code.map((by) => [by, importsOf([by], by).flatMap(({ file }) => resolvedIn(code, file))]),
    );
    deepStrictEqual(circles(imports), []);
  });

  for (const [within, folders] of Object.entries(ordered)) {
    it(`lets each folder of ${within} import only those before it`, () => {
      const order = [...folders.map((folder) => `${within}/${folder}`), within];
      const place = (folder: string) => order.findIndex((listed) => isIn(folder, listed));
      const strays = folderImports(code, within).filter(({ from, to }) => place(to) > place(from));
      deepStrictEqual(strays, []);
    });
  }

  it("lets sdk/rules import one library, and sdk/argument-types no check", () => {
    const libraries = importsOf(code, "sdk/rules").filter(({ file }) => !isPath(file));
    deepStrictEqual(libraries, [{ by: "sdk/rules/jmes-path.ts", file: "jmespath" }]);
    const checks = importsOf(code, "sdk/argument-types").filter(({ file }) =>
      isIn(file, "sdk/argument-checks"),
    );
    deepStrictEqual(checks, []);
  });

  for (const folder of oneWay) {
    it(`has no two folders of ${folder} that import each other`, () => {
      const imports = folderImports(code, folder);
      const mutual = imports.filter(({ from, to }) =>
        imports.some((back) => back.from === to && back.to === from),
      );
      deepStrictEqual(mutual, []);
    });
  }

  it("needs no zod to import the components, nor to read the published declarations", () => {
    const declarations = sourceFiles("bin/sdk").filter((file) => file.endsWith(".d.ts"));
    const reached = [
      ...reachedFrom(code, "sdk/index.ts"),
      ...reachedFrom(declarations, "bin/sdk/index.d.ts"),
      ...reachedFrom(declarations, "bin/sdk/access/index.d.ts"),
    ];
    ok(reached.length > 50, `${reached.length} files`);
    const strays = reached.filter((by) => importsOf([by], by).some(({ file }) => file === "zod"));
    deepStrictEqual(strays, []);
  });

  it("has no file over 300 lines without a reason", () => {
    const tooLong = files
      .filter((file) => !isLong(file) && !isPicture(file))
      .map((file) => ({ file, lines: linesOf(file) }))
      .filter(({ lines }) => lines > 300);
    deepStrictEqual(tooLong, []);
  });

  it("excuses no file that needs no excuse", () => {
    const needed = files.filter((file) => !isPicture(file) && linesOf(file) > 300);
    const stale = Object.keys(long).filter((one) => !needed.some((file) => isExcusedBy(file, one)));
    deepStrictEqual(stale, []);
  });

  it("names no directory of one machine and no host of a package registry", () => {
    const paths = /(?<![\w.~/-])\/(?:root|tmp|work)\/[\w.-]/;
    const hosts = /registry\.npmjs\.org|pypi\.org|pythonhosted\.org|proxy\.golang\.org/;
    const strays = files
      .filter((file) => file !== "tests/layout.test.ts" && !isPicture(file))
      .flatMap((file) => {
        const lines = read(file).split("\n");
        return lines.flatMap((line, index) =>
          paths.test(line) || hosts.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        );
      });
    deepStrictEqual(strays, []);
  });
});

function isLong(file: string): boolean {
  return Object.keys(long).some((one) => isExcusedBy(file, one));
}

function isExcusedBy(file: string, one: string): boolean {
  return one.endsWith("/") ? file.startsWith(one) : file === one;
}

function linesOf(file: string): number {
  return read(file).split("\n").length - 1;
}

function isPicture(file: string): boolean {
  return file.endsWith(".png");
}
