import { match } from "node:assert";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { failed } from "../outcomes";
import { engineHarness } from "./harness";

const STACK = "a.secrets";

describe("a lock that a full disk has cut off", () => {
  it("is named by up, with the command that releases it", async () => {
    const sandbox = await engineHarness(`
id: cut-off-lock
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets: { orders: { account: a } }
`);
    try {
      await sandbox.stacks(["up"]);
      const locks = join(sandbox.data.backend, ".pulumi/locks/organization/eks-pod-secrets", STACK);
      mkdirSync(locks, { recursive: true });
      writeFileSync(join(locks, "0f1e.json"), "");
      const stdout = await failed(sandbox.command(["up", "--yes"]));
      const release = `pulumi cancel --yes --stack ${STACK}`;
      match(stdout, new RegExp(`a lock of stack ${STACK} is cut off, .*: ${release}`));
      await runPulumi(sandbox.environment, release.split(" ").slice(1));
      await sandbox.stacks(["up"]);
    } finally {
      await sandbox.remove();
    }
  });
});
