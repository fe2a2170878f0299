import { ok } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { arnsIn } from "../../../cli/documents/arns-in";
import type { AccessDocuments } from "../../../sdk/access";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../sdk/access/landing-zone/landing-zone-documents";
import { createCluster, createRole, serviceTrust } from "../../sandbox/eks-support";
import { A, B, type Credentials, startSandbox, type TestSandbox } from "../../sandbox/support";
import { inventoryText } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { type FailingProxy, startFailingProxy } from "./failing-proxy";

/** A third account. */
export const C = "333333333333";

/** A pod of account A reads a secret of each account, and a parameter of its own account. */
export const ZONE_TEXT = inventoryText({
  readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign, { parameter: /flags }] }`,
});

export const ZONE = landingZone(ZONE_TEXT);

export interface LiveSandbox {
  sandbox: TestSandbox;
  /** The documents of the inventory's deployment. */
  expected: AccessDocuments;
  /** ARN of the secret in the account without pods. */
  foreignSecret: string;
  /** Creates a role with these rights, and returns its ARN. */
  plant(account: string, name: string, trust: string, ...rights: object[]): Promise<string>;
  /** Deletes all planted roles. */
  clear(): Promise<void>;
  /** Credentials of the last role. The administrator of the first role's account gets there through all of them. */
  sessionAlong(...roleArns: string[]): Promise<Credentials>;
  stop(): Promise<void>;
}

/** A sandbox that contains what `ZONE` declares. Until it stops, this process's AWS clients use it. */
async function startLiveSandbox(): Promise<LiveSandbox> {
  const environment = { ...process.env };
  const sandbox = await startSandbox();
  const expected = await deploy(sandbox);
  const profiles = [A, B, C].map((account) => {
    const { accessKeyId, secretAccessKey } = sandbox.administrator(account);
    const name = account === A ? "a" : account;
    return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  });
  const file = join(sandbox.directory, "profiles");
  writeFileSync(file, profiles.join("\n"), { mode: 0o600 });
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_CONFIG_FILE: join(sandbox.directory, "no-config"),
    AWS_EC2_METADATA_DISABLED: "true",
  });
  const planted: { account: string; name: string }[] = [];
  return {
    sandbox,
    expected,
    foreignSecret: expected.secrets?.find(({ arn }) => arn.includes(B))?.arn ?? "",
    plant: async (account, name, trust, ...rights) => {
      planted.push({ account, name });
      return createRole(sandbox, account, name, trust, rights);
    },
    clear: async () => {
      for (const { account, name: RoleName } of planted.splice(0)) {
        const { iam } = sandbox.clients(account);
        const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
        for (const PolicyName of PolicyNames) {
          await iam.deleteRolePolicy({ RoleName, PolicyName });
        }
        await iam.deleteRole({ RoleName });
      }
    },
    sessionAlong: async (...roleArns) => {
      let credentials = sandbox.administrator(roleArns[0]?.split(":")[4] ?? "") as Credentials;
      for (const RoleArn of roleArns) {
        const { Credentials: given } = await sandbox
          .clients(credentials)
          .sts.assumeRole({ RoleArn, RoleSessionName: "test" });
        credentials = {
          accessKeyId: given?.AccessKeyId ?? "",
          secretAccessKey: given?.SecretAccessKey ?? "",
          sessionToken: given?.SessionToken ?? "",
        };
      }
      return credentials;
    },
    stop: async () => {
      process.env = environment;
      await sandbox.stop();
    },
  };
}

/** A live sandbox for the tests of a suite. It starts before the tests, and its members do not exist earlier. */
export function suiteLive(): LiveSandbox {
  const live = {} as LiveSandbox;
  before(async () => {
    Object.assign(live, await startLiveSandbox());
  });
  after(() => live.stop());
  return live;
}

/** The same behind a proxy that can make calls fail. This process's AWS clients use the proxy. */
export function suiteProxied(environment: Record<string, string> = {}) {
  const live = {} as LiveSandbox;
  const proxy = {} as FailingProxy;
  before(async () => {
    Object.assign(live, await startLiveSandbox());
    Object.assign(proxy, await startFailingProxy(live.sandbox.endpoint));
    Object.assign(process.env, { AWS_ENDPOINT_URL: proxy.endpoint, ...environment });
  });
  after(async () => {
    proxy.close();
    await live.stop();
  });
  return { live, proxy };
}

/** Plants a role for machines with an AWS managed policy in B, and a role for tokens in each account. They need calls of their own. */
export async function plantMachines({ plant, sandbox }: LiveSandbox): Promise<void> {
  for (const account of [A, B]) {
    const provider = await createProvider(sandbox.clients(account).iam, "token.example.com");
    await plant(account, "token", tokenTrust(provider));
  }
  await plant(B, "batch", serviceTrust("ec2.amazonaws.com"));
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
  await sandbox.clients(B).iam.attachRolePolicy({ RoleName: "batch", PolicyArn });
}

type Iam = ReturnType<TestSandbox["clients"]>["iam"];

/** Makes an OIDC provider of an issuer, whose tokens are for STS. Returns its ARN. */
export async function createProvider(iam: Iam, issuer: string): Promise<string> {
  const asked = { Url: `https://${issuer}`, ClientIDList: ["sts.amazonaws.com"] };
  return (await iam.createOpenIDConnectProvider(asked)).OpenIDConnectProviderArn ?? "";
}

/** The trust policy of a role that accepts tokens of the provider under conditions. */
export function tokenTrust(provider: string, Condition?: object): string {
  const statement = {
    ...{ Effect: "Allow", Principal: { Federated: provider } },
    ...{ Action: "sts:AssumeRoleWithWebIdentity", ...(Condition && { Condition }) },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** Makes in the sandbox what the stacks would make for the inventory, and returns the documents. */
async function deploy(sandbox: TestSandbox): Promise<AccessDocuments> {
  const [a, b] = [sandbox.clients(A), sandbox.clients(B)];
  await createCluster(sandbox, A, { nodes: false });
  const { KeyMetadata: { Arn: key = "" } = {} } = await b.kms.createKey({});
  await b.kms.createAlias({ AliasName: "alias/pods", TargetKeyId: key });
  const create = async (clients: typeof a, Name: string, KmsKeyId?: string) =>
    (await clients.secretsManager.createSecret({ Name, KmsKeyId })).ARN ?? "";
  const secrets = [{ arn: await create(a, "own") }, { arn: await create(b, "foreign", key), key }];
  // A second version is put, so that a reading has to ask which key the first version has.
  for (const Overwrite of [false, true]) {
    await a.ssm.putParameter({
      ...{ Name: "/flags", Value: "x", Type: "SecureString", Tier: "Advanced", Overwrite },
    });
  }
  const documents = landingZoneDocuments(ZONE, arnsIn({ secrets }, plannedArns));
  const [role] = documents.roles ?? [];
  ok(role);
  await a.iam.createRole({
    RoleName: role.arn.split("/").at(-1),
    Path: `/${role.arn.split(":role/")[1]?.split("/").slice(0, -1).join("/")}/`.replace("//", "/"),
    AssumeRolePolicyDocument: JSON.stringify(role.trust),
  });
  await a.iam.putRolePolicy({
    RoleName: role.arn.split("/").at(-1),
    PolicyName: "reads",
    PolicyDocument: JSON.stringify(role.policies?.[0]),
  });
  const [association] = documents.associations ?? [];
  ok(association);
  const { namespace, roleArn, serviceAccount } = association;
  await a.eks.createPodIdentityAssociation({
    ...{ clusterName: "shop", namespace, serviceAccount, roleArn },
  });
  for (const { arn, policy } of documents.secrets ?? []) {
    if (!policy) continue;
    await b.secretsManager.putResourcePolicy({
      SecretId: arn,
      ResourcePolicy: JSON.stringify(policy),
    });
  }
  await b.kms.putKeyPolicy({ KeyId: key, Policy: JSON.stringify(documents.keys?.[0]?.policy) });
  return documents;
}
