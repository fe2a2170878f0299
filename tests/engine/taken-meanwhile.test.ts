import { deepStrictEqual, match, strictEqual } from "node:assert";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";
import { creation, proxyTo } from "./proxy";

const INVENTORY = `
id: lz-tests
accounts: { shop: { id: "111111111111", region: us-east-1 } }
secrets: { orders/db: { account: shop } }
`;

describe("a secret that somebody else makes while up is to make it", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let theirs: SecretsManagerClient;

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
    theirs = new SecretsManagerClient(await sandbox.client("111111111111"));
  });
  after(() => sandbox.remove());

  const theirSecret = async () => {
    const SecretId = "orders/db";
    const { Description, Tags } = await theirs.send(new DescribeSecretCommand({ SecretId }));
    const { ResourcePolicy } = await theirs.send(new GetResourcePolicyCommand({ SecretId }));
    return { Description, Tags, ResourcePolicy };
  };

  it("stays theirs: up names it and says what to do, and destroy keeps it", async () => {
    let isMade = false;
    let made: Promise<void> | undefined;
    const make = async () => {
      await theirs.send(new CreateSecretCommand({ Name: "orders/db", Description: "theirs" }));
      isMade = true;
    };
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      asked(call) {
        if (isMade || !creation(call)?.startsWith("CreateSecret orders/db ")) return false;
        made ??= make();
        return true;
      },
    });
    const environment = { ...sandbox.environment, AWS_ENDPOINT_URL: proxy.endpoint };
    const { code, stdout } = await sandbox.command(["up", "--yes"], { environment });
    proxy.close();
    await made;
    strictEqual(code, 1, stdout);
    match(stdout, /orders\/db.*ResourceExistsException.*run eks-pod-secrets up again, which says/s);
    const kept = { Description: "theirs", Tags: undefined, ResourcePolicy: undefined };
    deepStrictEqual(await theirSecret(), kept);

    const again = await sandbox.command(["up", "--yes"]);
    strictEqual(again.code, 2);
    match(again.stderr, /has secret arn:.*orders\/db-\w+, which stack shop\.secrets did not make/);

    const { code: destroyed, stderr: said } = await sandbox.command(["destroy", "--yes"]);
    strictEqual(destroyed, 0, said);
    deepStrictEqual(await theirSecret(), kept);
  });
});
