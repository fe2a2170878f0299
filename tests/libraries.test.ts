import { deepStrictEqual, match } from "node:assert/strict";

import { workspaces } from "../package.json";
import lock from "../package-lock.json";
import { read } from "./source-imports";

/** Licences that ask nothing, or only their notice, from a work shipped under Apache-2.0. */
const licences = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "Python-2.0", // the port of Python's argparse in js-yaml
]);

/** Packages that only contain data, each with its own licence. */
const dataLicences: Record<string, string> = {
  "node_modules/spdx-exceptions": "CC-BY-3.0",
  "node_modules/spdx-license-ids": "CC0-1.0",
};

/** A package in `package-lock.json`. A link stands for a folder of the checkout, which has an entry of its own. */
interface Locked {
  dev?: true;
  hasInstallScript?: true;
  license?: string;
  link?: true;
}

describe("the libraries", () => {
  it("are of no licence that asks more than a notice", () => {
    const strays = Object.entries(lock.packages as Record<string, Locked>)
      .filter(([path, { link }]) => !["", ...workspaces].includes(path) && !link)
      .map(([path, { license }]) => ({ path, license: license ?? "none" }))
      // Its licence file, checked below, is MIT's.
      .filter(({ path }) => path !== "node_modules/@logdna/tail-file")
      .filter(({ path, license }) => license !== dataLicences[path])
      .filter(({ license }) => !license.split(/ AND | OR |[()]/).every(isAllowed));
    deepStrictEqual(strays, []);
    match(read("node_modules/@logdna/tail-file/LICENSE"), /^The MIT License/);
  });

  it("run nothing at installation, but those that the page on security names", () => {
    const running = Object.entries(lock.packages as Record<string, Locked>)
      .filter(([path, { dev, hasInstallScript }]) => path !== "" && hasInstallScript && !dev)
      .map(([path]) => path.slice("node_modules/".length));
    const row = read("docs/understanding/security.md").match(/.* code that runs at installation.*/);
    const [, listed = ""] = /have one: ([^.]*)\./.exec(row?.[0] ?? "") ?? [];
    deepStrictEqual(
      listed
        .replaceAll("`", "")
        .split(/, | and /)
        .sort(),
      running.sort(),
    );
  });
});

function isAllowed(licence: string): boolean {
  return licence === "" || licences.has(licence);
}
