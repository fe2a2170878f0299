import { deepStrictEqual, ok } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { importsOf, isIn, read, root, sourceFiles } from "../source-imports";

/** The parts of the sandbox's server, each with those that it may import. `sandbox/server` puts them together. */
const serverParts: Record<string, string[]> = {
  store: [],
  wire: [],
  clusters: ["store"],
  identity: ["store", "wire"],
  operations: ["wire", "identity"],
  control: ["store", "wire", "identity", "operations"],
  kubernetes: ["store", "wire", "identity", "clusters"],
  services: ["store", "wire", "identity", "operations", "clusters", "kubernetes"],
  pods: ["store", "wire", "identity", "operations", "control", "clusters", "kubernetes"],
};

describe("the layout of the sandbox", () => {
  const code = sourceFiles().filter((file) => file.endsWith(".ts"));

  for (const [part, below] of Object.entries(serverParts)) {
    it(`builds sandbox/${part} upon ${below.join(", ") || "nothing"}`, () => {
      const allowed = [part, ...below].map((folder) => `sandbox/${folder}`);
      const imports = importsOf(code, `sandbox/${part}`);
      ok(imports.length > 0);
      const strays = imports.filter(
        ({ file }) => isIn(file, "sandbox") && !allowed.some((folder) => isIn(file, folder)),
      );
      deepStrictEqual(strays, []);
    });
  }

  it("keeps what travels on the sandbox's wire apart from what its services are", () => {
    const services = readdirSync(join(root, "sandbox/services"));
    ok(services.includes("kms"));
    const strays = code
      .filter((file) => isIn(file, "sandbox/wire"))
      .filter((file) => services.some((service) => read(file).includes(`"${service}"`)));
    deepStrictEqual(strays, []);
  });
});
