import { deepStrictEqual } from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";

import { exports, name } from "../package.json";

const root = resolve(__dirname, "..");

/** The ways in which TypeScript programs find modules. Pulumi's own templates use the first. */
const resolutions = {
  node: ts.ModuleResolutionKind.Node10,
  node16: ts.ModuleResolutionKind.Node16,
  nodenext: ts.ModuleResolutionKind.NodeNext,
  bundler: ts.ModuleResolutionKind.Bundler,
};

const { "./package.json": _, ...entries } = exports;

describe("the package", () => {
  let program: string;
  before(() => {
    program = mkdtempSync(join(tmpdir(), "program-"));
    mkdirSync(join(program, "node_modules"));
    symlinkSync(root, join(program, "node_modules", name));
  });
  after(() => rmSync(program, { recursive: true }));

  for (const [setting, moduleResolution] of Object.entries(resolutions)) {
    it(`has types for programs with moduleResolution ${setting}`, () => {
      const found = Object.keys(entries).map((entry) => {
        const imported = join(name, entry);
        const options = { module: ts.ModuleKind.Node16, moduleResolution };
        const from = join(program, "index.ts");
        const { resolvedModule } = ts.resolveModuleName(imported, from, options, ts.sys);
        return [entry, resolvedModule?.resolvedFileName];
      });
      deepStrictEqual(
        found,
        Object.entries(entries).map(([entry, { types }]) => [entry, join(root, types)]),
      );
    });
  }
});
