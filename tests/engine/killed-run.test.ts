import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { readdirSync } from "node:fs";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness, runAndKill } from "./harness";

describe("a killed run", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  before(async () => {
    sandbox = await engineHarness();
  });
  after(() => sandbox.remove());

  /** Whether the run was killed at one of these at least: an engine that is not killed at once makes several. */
  async function killEach(stack: string, names: string[]): Promise<boolean> {
    let killed = false;
    for (const name of names) killed = (await runAndKill(sandbox, stack, name)) || killed;
    return killed;
  }

  /** The run after the one that puts everything right. */
  async function settled(stack: string) {
    await sandbox.run(stack, "up");
    return sandbox.run(stack, "up");
  }

  for (const name of [
    "ascp-podidentity-eksCluster",
    "ascp-podidentity-nodes",
    "ascp-podidentity-agent",
  ]) {
    it(`goes on when the cluster's stack was killed while it made ${name}`, async () => {
      strictEqual(await runAndKill(sandbox, "account-a.cluster", name), true);
      const { changes } = await settled("account-a.cluster");
      deepStrictEqual(Object.keys(changes), ["same"]);
      await sandbox.run("account-a.cluster", "destroy");
    });
  }

  it("makes no key, secret or role twice", async () => {
    await sandbox.run("account-a.cluster", "up");
    for (const name of [
      "secretsmanagercross-us-east-1-key",
      "secret-b-secret",
      "secret-b-policy",
    ]) {
      await runAndKill(sandbox, "account-b.secrets", name);
    }
    await sandbox.run("account-b.secrets", "up");
    await sandbox.run("account-a.secrets", "up");
    await sandbox.putValue("account-a", "secret-a", "first");
    await sandbox.putValue("account-b", "secret-b", "second");
    const wired = ["application-b-role", "application-b-association"];
    strictEqual(await killEach("account-a.workloads", wired), true);
    const { changes } = await settled("account-a.workloads");
    deepStrictEqual(Object.keys(changes), ["same"]);
    const owner = await sandbox.client("account-b");
    const { Keys } = await new KMSClient(owner).send(new ListKeysCommand({}));
    const { SecretList } = await new SecretsManagerClient(owner).send(new ListSecretsCommand({}));
    const { Roles } = await new IAMClient(await sandbox.client("account-a")).send(
      new ListRolesCommand({}),
    );
    strictEqual(Keys?.length, 1);
    deepStrictEqual(
      SecretList?.map(({ Name }) => Name),
      ["secret-b"],
    );
    strictEqual(Roles?.filter(({ RoleName }) => RoleName === "ascp-podidentity-cross").length, 1);
  });

  it("finds no file in the backend that is not written at once", () => {
    const files = readdirSync(sandbox.data.backend, { recursive: true }).map(String);
    ok(files.some((file) => file.endsWith("account-a.workloads.json")));
    deepStrictEqual(
      files.filter((file) => file.endsWith(".attrs")),
      [],
    );
  });
});
