import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { controlClient } from "../../sandbox/instance/control-client";
import { dataDirectory, prepareDataDirectory } from "../../sandbox/instance/data-directory";
import { startServer, stopServer } from "../../sandbox/instance/server-process";
import { newDirectory } from "../directories";
import { policy } from "./secrets-support";
import { A, B, withSandbox } from "./support";

const statement = (Effect: string, more: object = {}) => ({
  ...{ Effect, Action: "*", Resource: "*", ...more },
});
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const DENY = statement("Deny", { Action: "secretsmanager:GetSecretValue" });

describe("a denial names the policy that denied", () => {
  const { sandbox, secretsManager } = withSandbox();
  let secrets: Record<string, string>;

  before(async () => {
    secrets = {};
    for (const account of [A, B]) {
      const { secretsManager } = sandbox.clients(account);
      const asked = { Name: "own", SecretString: "x" };
      const { ARN: SecretId = "" } = await secretsManager.createSecret(asked);
      const everybody = statement("Allow", { Principal: { AWS: "*" } });
      const ResourcePolicy = document({ ...everybody, Action: "secretsmanager:GetSecretValue" });
      await secretsManager.putResourcePolicy({ SecretId, ResourcePolicy });
      secrets[account] = SecretId;
    }
  });
  afterEach(() => sandbox.control("DELETE", "/organization"));

  const iam = () => sandbox.clients(A).iam;

  async function managedPolicy(PolicyName: string): Promise<string> {
    const PolicyDocument = document(statement("Allow"), DENY);
    const { Policy } = await iam().createPolicy({ PolicyName, PolicyDocument });
    return Policy?.Arn ?? "";
  }

  /** A user of account A who may do everything except what a case denies. */
  async function user(UserName: string) {
    await iam().createUser({ UserName });
    const all = { PolicyName: "all", PolicyDocument: document(statement("Allow")) };
    await iam().putUserPolicy({ UserName, ...all });
    const { AccessKey } = await iam().createAccessKey({ UserName });
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  }

  type Keys = Awaited<ReturnType<typeof user>>;

  async function isDenied(keys: Keys | string, SecretId: string | undefined, because: string) {
    const { secretsManager } = sandbox.clients(keys);
    await rejects(secretsManager.getSecretValue({ SecretId }), (error: Error) => {
      deepStrictEqual(error.message.replace(/^.* with an/, "with an"), `with an ${because}`);
      return true;
    });
  }

  it("by the ARN of a managed policy or boundary; an inline policy has none", async () => {
    const keys = await user("managed");
    const arn = await managedPolicy("no-secrets");
    await iam().attachUserPolicy({ UserName: "managed", PolicyArn: arn });
    await isDenied(keys, secrets[A], `explicit deny in an identity-based policy: ${arn}`);

    const bounded = await user("bounded");
    const boundary = { UserName: "bounded", PermissionsBoundary: await managedPolicy("boundary") };
    await iam().putUserPermissionsBoundary(boundary);
    const { PermissionsBoundary } = boundary;
    const inBoundary = `explicit deny in a permissions boundary: ${PermissionsBoundary}`;
    await isDenied(bounded, secrets[A], inBoundary);

    const inline = await user("inline");
    const own = { PolicyName: "own", PolicyDocument: document(DENY) };
    await iam().putUserPolicy({ UserName: "inline", ...own });
    await isDenied(inline, secrets[A], "explicit deny in an identity-based policy");
  });

  it("to callers of the resource's account or organisation alone", async () => {
    const keys = await user("across");
    const arn = await managedPolicy("across");
    await iam().attachUserPolicy({ UserName: "across", PolicyArn: arn });
    await isDenied(keys, secrets[B], "explicit deny in an identity-based policy");
    await sandbox.control("PUT", "/organization", { id: "o-exampleorg", accounts: [A, B] });
    await isDenied(keys, secrets[B], `explicit deny in an identity-based policy: ${arn}`);
  });

  it("by the ARN of a control policy, in the management account", async () => {
    const levels = [[JSON.parse(document(statement("Allow"), DENY))]];
    await sandbox.control("PUT", "/organization", {
      ...{ id: "o-exampleorg", managementAccount: B, accounts: [A, B] },
      serviceControlPolicies: [{ account: A, levels }],
    });
    const start = `arn:aws:organizations::${B}:policy/o-exampleorg/service_control_policy/p-`;
    await rejects(secretsManager.getSecretValue({ SecretId: secrets[A] }), {
      message: new RegExp(`explicit deny in a service control policy: ${start}[0-9a-f]{8}$`),
    });
  });
});

const [member, owner, stranger] = ["111111111111", "222222222222", "333333333333"];

/** A secret's policy that lets the organization's accounts describe the secret, and no others. */
function sharing(account: string): string {
  return policy({
    Principal: { AWS: [account, stranger] },
    Action: "secretsmanager:DescribeSecret",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
  });
}

describe("a sandbox whose inventory names an organization", () => {
  it("has the inventory's accounts in it, and no others", async function () {
    this.timeout(60_000);
    const parent = newDirectory();
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
      await owning.putResourcePolicy({ SecretId: ARN, ResourcePolicy: sharing(member as string) });
      const describe = { SecretId: ARN };
      strictEqual((await (await client(member as string)).describeSecret(describe)).ARN, ARN);
      const outside = await client(stranger as string);
      await rejects(outside.describeSecret(describe), { name: "AccessDeniedException" });
    } finally {
      await stopServer(data);
    }
  });
});
