import { deepStrictEqual, match, strictEqual } from "node:assert";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { refused } from "../outcomes";
import { suiteEngine } from "./harness";
import { creation, proxyTo } from "./proxy";

const INVENTORY = `
id: lz-tests
accounts: { shop: { id: "111111111111", region: us-east-1 } }
secrets: { orders/db: { account: shop } }
`;

describe("a secret that somebody else makes while up is to make it", () => {
  const sandbox = suiteEngine(INVENTORY);
  let theirs: SecretsManager;

  before(async () => {
    theirs = (await sandbox.aws("111111111111")).secretsManager;
  });

  const theirSecret = async () => {
    const SecretId = "orders/db";
    const { Description, Tags } = await theirs.describeSecret({ SecretId });
    const { ResourcePolicy } = await theirs.getResourcePolicy({ SecretId });
    return { Description, Tags, ResourcePolicy };
  };

  it("stays theirs: up names it and says what to do, and destroy keeps it", async () => {
    let made: Promise<unknown> | undefined;
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      async asked(call) {
        if (creation(call)?.startsWith("CreateSecret orders/db ")) {
          made ??= theirs.createSecret({ Name: "orders/db", Description: "theirs" });
          await made;
        }
        return false;
      },
    });
    const environment = { ...sandbox.environment, AWS_ENDPOINT_URL: proxy.endpoint };
    const { code, stdout } = await sandbox.command(["up", "--yes"], { environment });
    proxy.close();
    strictEqual(code, 1, stdout);
    match(stdout, /orders\/db.*ResourceExistsException.*run eks-pod-secrets up again, which says/s);
    const kept = { Description: "theirs", Tags: undefined, ResourcePolicy: undefined };
    deepStrictEqual(await theirSecret(), kept);

    match(
      await refused(sandbox.command(["up", "--yes"])),
      /has secret arn:.*orders\/db-\w+, which stack shop\.secrets did not make/,
    );

    const { code: destroyed, stderr: said } = await sandbox.command(["destroy", "--yes"]);
    strictEqual(destroyed, 0, said);
    deepStrictEqual(await theirSecret(), kept);
  });
});
