import { strictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { bin, version } from "../../package.json";

describe("the built command", () => {
  it("starts by its own name, as a shell and npx start it", () => {
    const command = join(__dirname, "../..", bin["eks-pod-secrets"]);
    strictEqual(execFileSync(command, ["--version"], { encoding: "utf8" }), `${version}\n`);
  });
});
