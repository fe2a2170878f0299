import { rejects, strictEqual } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { controlClient } from "../../sandbox/instance/control-client";
import { dataDirectory, prepareDataDirectory } from "../../sandbox/instance/data-directory";
import { startServer, stopServer } from "../../sandbox/instance/server-process";

const [member, owner, stranger] = ["111111111111", "222222222222", "333333333333"];

/** A secret whose policy lets the organization's accounts describe it, and no others. */
function policy(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: [account, stranger] },
        Action: "secretsmanager:DescribeSecret",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
      },
    ],
  });
}

describe("a sandbox whose inventory names an organization", () => {
  it("has the inventory's accounts in it, and no others", async function () {
    this.timeout(60_000);
    const parent = mkdtempSync(join(tmpdir(), "organization-"));
    const data = dataDirectory(join(parent, "sandbox"));
    try {
      const reach = await prepareDataDirectory(data);
      writeFileSync(
        join(data.project, "landing-zone.yaml"),
        `organization: { id: o-exampleorg }\naccounts:\n  a: { id: "${member}" }\n  b: { id: "${owner}" }\n`,
      );
      await startServer(data);
      const client = async (id: string) =>
        new SecretsManager({
          endpoint: reach.endpoint,
          region: "us-east-1",
          credentials: await controlClient(reach).account({ id }),
        });
      const owning = await client(owner as string);
      const { ARN } = await owning.createSecret({ Name: "shared" });
      await owning.putResourcePolicy({ SecretId: ARN, ResourcePolicy: policy(member as string) });
      const describe = { SecretId: ARN };
      strictEqual((await (await client(member as string)).describeSecret(describe)).ARN, ARN);
      const outside = await client(stranger as string);
      await rejects(outside.describeSecret(describe), { name: "AccessDeniedException" });
    } finally {
      await stopServer(data);
      rmSync(parent, { recursive: true, force: true });
    }
  });
});
