import { match, strictEqual } from "node:assert";
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { type EngineHarness, suiteEngine, writeInventory } from "./harness";

const ACCOUNT = "111111111111";

const inventory = (cluster: string) => `
id: lz-tests
accounts: { a: { id: "${ACCOUNT}", region: us-east-1 } }
clusters: { shop: { account: a, ${cluster} } }
`;

describe("a stack whose data source fails", () => {
  const sandbox = suiteEngine(inventory("existing: true"));

  /** Runs the command. It must end by itself. */
  async function ends(args: string[], environment = sandbox.environment): Promise<string> {
    const signal = AbortSignal.timeout(5 * 60_000);
    const { code, stderr, stdout } = await sandbox.command(args, { environment, signal });
    strictEqual(signal.aborted, false, `it still waits: ${stderr}${stdout}`);
    strictEqual(code, 1, `${stderr}${stdout}`);
    return stdout;
  }

  it("fails with what AWS says of a subnet that does not exist", async () => {
    writeInventory(
      sandbox.data,
      inventory("create: { subnetIds: [subnet-00000000000000001, subnet-00000000000000002] }"),
    );
    for (const args of [["up", "--yes"], ["preview"]]) {
      match(await ends(args), /a\.cluster.*cannot .* subnet-0+[12]: .*no matching EC2 Subnet/s);
    }
  });

  it("fails with what AWS says of a call that it refuses", async () => {
    const environment = await withoutDescribeCluster(sandbox);
    for (const install of ["addon", "helm"]) {
      writeInventory(
        sandbox.data,
        inventory(`existing: true, secretsStoreCsi: { install: ${install} }`),
      );
      for (const args of [["up", "--yes"], ["preview"]]) {
        match(await ends(args, environment), /a\.cluster.*eks:DescribeCluster/s);
      }
    }
  });
});

/** The environment of a role that may do anything except describe a cluster. */
async function withoutDescribeCluster(sandbox: EngineHarness): Promise<Record<string, string>> {
  const client = await sandbox.client("a");
  const iam = new IAM(client);
  const trust = { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sts:AssumeRole" };
  const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
  const RoleName = "deploy";
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: document(trust) });
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.attachRolePolicy({ RoleName, PolicyArn });
  const deny = { Effect: "Deny", Action: "eks:DescribeCluster", Resource: "*" };
  await iam.putRolePolicy({ RoleName, PolicyName: "deny", PolicyDocument: document(deny) });
  const { Credentials: session } = await new STS(client).assumeRole({
    RoleArn: Role?.Arn,
    RoleSessionName: "pipeline",
  });
  return {
    ...sandbox.environment,
    AWS_ACCESS_KEY_ID: session?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: session?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: session?.SessionToken ?? "",
  };
}
