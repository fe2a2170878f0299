import { deepStrictEqual, rejects } from "node:assert";
import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { runPulumi } from "../../sandbox/engine/run-pulumi";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

const INVENTORY = `
accounts: { owner: { id: "111111111111", region: us-east-1 } }
secrets: { orders: { account: owner, key: orders } }
`;

describe("pulumi up with an inventory that cannot be read", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let environment: Record<string, string>;
  let held: string[];

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
    await sandbox.run("owner.secrets", "up");
    environment = await sandbox.environment("owner");
    held = await resources();
  });
  after(() => sandbox.remove());

  it("fails with each mistake, and deletes nothing", async () => {
    writeFileSync(inventory(), INVENTORY.replaceAll("owner", "nobody").replace("nobody", "owner"));
    await fails(/landing-zone\.yaml:\d+:\d+: .*nobody/);
    deepStrictEqual(await resources(), held);
  });

  it("fails where there is none, and deletes nothing", async () => {
    rmSync(inventory());
    await fails(/inventory landing-zone\.yaml must be a file/);
    deepStrictEqual(await resources(), held);
  });

  const inventory = () => join(sandbox.data.project, "landing-zone.yaml");

  async function fails(reason: RegExp): Promise<void> {
    const args = ["up", "--yes", "--stack", "owner.secrets", "--non-interactive"];
    // The engine prints beside its answer why a program failed.
    await rejects(promisify(execFile)("pulumi", args, { env: environment }), { stdout: reason });
  }

  async function resources(): Promise<string[]> {
    const text = await runPulumi(environment, ["stack", "export", "--stack", "owner.secrets"]);
    const { deployment }: { deployment: { resources: { urn: string }[] } } = JSON.parse(text);
    return deployment.resources.map(({ urn }) => urn).sort();
  }
});
