import { deepStrictEqual, ok } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

import { builtFile } from "./built";
import { read, root } from "./source-imports";

/** For each package, a file of another package that it may import, and one that it may not: also an internal file of the former. */
const packages: Record<string, { imports: string[]; refuses: string[] }> = {
  proof: {
    imports: [],
    refuses: [
      "eks-pod-secrets/grant",
      "../sdk/grant",
      "@eks-pod-secrets/sandbox",
      "@eks-pod-secrets/cli/main",
    ],
  },
  "policy-pack": {
    imports: ["iam-proof", "iam-proof/names"],
    refuses: ["../proof/names", "iam-proof/evaluator/reads", "eks-pod-secrets", "../sdk/rules"],
  },
  sandbox: {
    imports: ["iam-proof", "iam-proof/names"],
    refuses: [
      "../proof/evaluator/reads",
      "iam-proof/evaluator/reads",
      "eks-pod-secrets",
      "../sdk/grant",
    ],
  },
  sdk: {
    imports: ["iam-proof", "iam-proof/names"],
    refuses: [
      "../proof",
      "iam-proof/evaluator/reads",
      "@eks-pod-secrets/sandbox",
      "../stacks/protection",
    ],
  },
  cli: {
    imports: ["iam-proof/names", "eks-pod-secrets/grant", "../stacks/stack-plan"],
    refuses: [
      "../sdk/grant",
      "eks-pod-secrets/grant/budget",
      "@eks-pod-secrets/sandbox/store/store",
      "../sandbox",
    ],
  },
  stacks: {
    imports: ["iam-proof/names", "eks-pod-secrets/grant", "eks-pod-secrets/pod-reader"],
    refuses: ["../sdk/pod-reader", "../proof", "eks-pod-secrets/pod-reader/name"],
  },
  attempts: {
    imports: ["iam-proof/names"],
    refuses: ["../sdk/grant", "../sandbox/index", "iam-proof/grammar/error"],
  },
};

describe("the borders between packages", () => {
  before(() => builtFile("sdk/index.d.ts"));

  for (const [folder, { imports, refuses }] of Object.entries(packages)) {
    it(`let ${folder} compile with ${imports.join(", ") || "nothing of others"}`, () => {
      for (const imported of imports) deepStrictEqual(flaws(folder, imported), []);
    });

    it(`let ${folder} compile with none of ${refuses.join(", ")}`, () => {
      for (const imported of refuses) {
        const [flaw = ""] = flaws(folder, imported);
        ok(/^(Cannot find module|File '.*' is not )/.test(flaw), `${imported}: ${flaw}`);
      }
    });
  }
});

describe("the declarations of packages", () => {
  it("name another package's types by what it exports", () => {
    const declarations = readdirSync(join(builtFile(""), "sdk"), { recursive: true })
      .map((file) => join("bin", "sdk", `${file}`))
      .filter((file) => file.endsWith(".d.ts"));
    ok(declarations.length > 100);
    // Otherwise the compiler would write a path from bin/ that leads nowhere, and the type would be any.
    deepStrictEqual(
      declarations.filter((file) => /"(?:\.\.\/)+bin\//.test(read(file))),
      [],
    );
  });
});

/** Files that several programs read are parsed only once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** The problems that an editor shows in a file of the folder with this import. */
function flaws(folder: string, imported: string): string[] {
  const { fileNames, options } = configuration(folder);
  const file = join(root, folder, "reaching.ts");
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.getSourceFile = (path, target) => {
    if (path === file) return getSourceFile.call(host, path, target);
    if (!parsed.has(path)) parsed.set(path, getSourceFile.call(host, path, target));
    return parsed.get(path);
  };
  host.fileExists = (path) => path === file || fileExists(path);
  host.readFile = (path) =>
    path === file ? `import ${JSON.stringify(imported)};` : readFile(path);
  const reached = ts.resolveModuleName(imported, file, options, host).resolvedModule;
  const own = fileNames.filter((path) => path === reached?.resolvedFileName);
  const program = ts.createProgram({
    ...{ host, rootNames: [file, ...own] },
    // The file has nothing but this import, so its import for side effects must be checked.
    options: { ...options, noUncheckedSideEffectImports: true, skipLibCheck: true },
  });
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

function configuration(folder: string): ts.ParsedCommandLine {
  const path = join(root, folder, "tsconfig.json");
  const { config } = ts.parseConfigFileTextToJson(path, read(join(folder, "tsconfig.json")));
  return ts.parseJsonConfigFileContent(config, ts.sys, join(root, folder), undefined, path);
}
