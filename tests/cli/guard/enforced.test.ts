import { match, ok, rejects, strictEqual } from "node:assert";
import { planGuards } from "../../../cli/guard/plan-guards";
import { policy } from "../../sandbox/secrets-support";
import { A, B, type Clients } from "../../sandbox/support";
import { suiteLive, ZONE } from "../documents/live-sandbox";

const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };
const ALLOWS = { Version: "2012-10-17", Statement: [EVERYTHING] };
const ALLOWS_ALL = { Version: "2012-10-17", Statement: [{ ...EVERYTHING, Principal: "*" }] };
/** Anybody of the account with rights of their own. */
const trustOf = (account: string) =>
  policy({
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
const deployers = [A, B].map((account) => `arn:aws:iam::${account}:role/deploy`);
const [WEB] = ZONE.readers;
ok(WEB);
const READER = WEB.role;
const OPEN = policy({ Principal: "*", Action: "*", Resource: "*" });
const TAG = { Key: "Kubernetes-Namespace", Value: "web" };

type Change = (as: Clients, account: string) => Promise<unknown>;

/** A first change of each sort that the sandbox knows, by the account in which it is made. */
const CHANGES: [action: string, account: string, change: Change][] = [
  [
    "iam:UpdateAssumeRolePolicy",
    A,
    ({ iam }) => iam.updateAssumeRolePolicy({ RoleName: READER.name, PolicyDocument: OPEN }),
  ],
  [
    "iam:PutRolePolicy",
    A,
    ({ iam }) =>
      iam.putRolePolicy({
        RoleName: READER.name,
        PolicyName: "more",
        PolicyDocument: JSON.stringify(ALLOWS),
      }),
  ],
  [
    "iam:PutRolePolicy",
    A,
    ({ iam }) =>
      iam.putRolePolicy({
        RoleName: "deploy",
        PolicyName: "more",
        PolicyDocument: JSON.stringify(ALLOWS),
      }),
  ],
  [
    "iam:AttachRolePolicy",
    A,
    ({ iam }) =>
      iam.attachRolePolicy({
        RoleName: READER.name,
        PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      }),
  ],
  ["iam:TagRole", A, ({ iam }) => iam.tagRole({ RoleName: "somebody", Tags: [TAG] })],
  [
    "iam:PassRole",
    A,
    ({ eks }) =>
      eks.createPodIdentityAssociation({
        clusterName: "shop",
        namespace: "web",
        serviceAccount: "mine",
        roleArn: READER.arn,
      }),
  ],
  [
    "eks:CreateAccessEntry",
    A,
    ({ eks }) =>
      eks.createAccessEntry({
        clusterName: "shop",
        principalArn: `arn:aws:iam::${A}:role/somebody`,
      }),
  ],
  [
    "secretsmanager:GetSecretValue",
    A,
    ({ secretsManager }) => secretsManager.getSecretValue({ SecretId: "own" }),
  ],
  [
    "secretsmanager:PutResourcePolicy",
    B,
    ({ secretsManager }) =>
      secretsManager.putResourcePolicy({ SecretId: "foreign", ResourcePolicy: OPEN }),
  ],
  [
    "secretsmanager:DeleteResourcePolicy",
    B,
    ({ secretsManager }) => secretsManager.deleteResourcePolicy({ SecretId: "foreign" }),
  ],
  [
    "secretsmanager:UpdateSecret",
    B,
    ({ secretsManager }) =>
      secretsManager.updateSecret({ SecretId: "foreign", Description: "mine" }),
  ],
  [
    "secretsmanager:TagResource",
    B,
    ({ secretsManager }) => secretsManager.tagResource({ SecretId: "foreign", Tags: [TAG] }),
  ],
  ["kms:PutKeyPolicy", B, ({ kms }) => kms.putKeyPolicy({ KeyId: keyOf(), Policy: OPEN })],
  [
    "kms:CreateGrant",
    B,
    ({ kms }) =>
      kms.createGrant({
        KeyId: keyOf(),
        GranteePrincipal: `arn:aws:iam::${B}:role/somebody`,
        Operations: ["Decrypt"],
      }),
  ],
  [
    "kms:UpdateAlias",
    B,
    async ({ kms }) =>
      kms.updateAlias({ AliasName: "alias/pods", TargetKeyId: await otherKey(kms) }),
  ],
  ["kms:DeleteAlias", B, ({ kms }) => kms.deleteAlias({ AliasName: "alias/pods" })],
  [
    "ssm:GetParameters",
    A,
    ({ ssm }) => ssm.getParameters({ Names: ["/flags"], WithDecryption: true }),
  ],
  [
    "ssm:AddTagsToResource",
    A,
    ({ ssm }) =>
      ssm.addTagsToResource({ ResourceType: "Parameter", ResourceId: "/flags", Tags: [TAG] }),
  ],
  [
    "sts:TagSession",
    A,
    ({ sts }) =>
      sts.assumeRole({
        RoleArn: `arn:aws:iam::${A}:role/other`,
        RoleSessionName: "mine",
        Tags: [TAG],
      }),
  ],
];

let key = "";
const keyOf = () => key;

async function otherKey(kms: Clients["kms"]): Promise<string> {
  return (await kms.createKey({})).KeyMetadata?.KeyId ?? "";
}

describe("a guard in force", function () {
  this.timeout(60_000);
  const live = suiteLive();
  let somebody: Record<string, Clients>;
  let deployer: Record<string, Clients>;

  before(async () => {
    const { plant, sandbox, sessionAlong } = live;
    for (const account of [A, B]) {
      for (const name of ["deploy", "somebody", "other"]) {
        await plant(account, name, trustOf(account), EVERYTHING);
      }
    }
    const as = async (name: string) =>
      Object.fromEntries(
        await Promise.all(
          [A, B].map(async (account) => [
            account,
            sandbox.clients(await sessionAlong(`arn:aws:iam::${account}:role/${name}`)),
          ]),
        ),
      );
    somebody = await as("somebody");
    deployer = await as("deploy");
    await sandbox.clients(A).secretsManager.putSecretValue({ SecretId: "own", SecretString: "x" });
    const { KeyMetadata } = await sandbox.clients(B).kms.describeKey({ KeyId: "alias/pods" });
    key = KeyMetadata?.Arn ?? "";
    const guards = planGuards(ZONE, { named: deployers }).flatMap((one) => one.guards);
    const { status } = await sandbox.control("PUT", "/organization", {
      id: "o-exampleorg",
      accounts: [A, B],
      serviceControlPolicies: guards.map(({ account, serviceControlPolicies: all }) => ({
        account,
        levels: [[ALLOWS, ...all]],
      })),
      resourceControlPolicies: guards.map(({ account, resourceControlPolicies: all }) => ({
        account,
        levels: [[ALLOWS_ALL, ...all]],
      })),
    });
    strictEqual(status, 200);
  });

  for (const [index, [action, account, change]] of CHANGES.entries()) {
    it(`refuses ${action} to somebody with all rights, and not to whoever deploys (${index + 1})`, async () => {
      await rejects(change(somebody[account] as Clients, account), ({ message }: Error) => {
        match(
          message,
          new RegExp(
            `not authorized to perform: ${action}.* with an explicit deny in a (service|resource) control policy`,
          ),
        );
        return true;
      });
      // What is wrong with the call otherwise does not matter.
      const why = await change(deployer[account] as Clients, account).catch(
        (error: Error) => error.message,
      );
      ok(!/explicit deny/.test(String(why)), String(why));
    });
  }

  it("lets others use what is not protected", async () => {
    const own = somebody[A] as Clients;
    await own.iam.tagRole({ RoleName: "other", Tags: [{ Key: "team", Value: "web" }] });
    await own.iam.putRolePolicy({
      RoleName: "other",
      PolicyName: "more",
      PolicyDocument: JSON.stringify(ALLOWS),
    });
    await own.secretsManager.createSecret({ Name: "theirs", SecretString: "y" });
    strictEqual(
      (await own.secretsManager.getSecretValue({ SecretId: "theirs" })).SecretString,
      "y",
    );
    const { kms } = somebody[B] as Clients;
    const KeyId = await otherKey(kms);
    await kms.createGrant({
      KeyId,
      GranteePrincipal: `arn:aws:iam::${B}:role/other`,
      Operations: ["Decrypt"],
    });
    await own.iam.createRole({
      RoleName: "tool",
      AssumeRolePolicyDocument: policy({
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      }),
    });
    await own.eks.createPodIdentityAssociation({
      clusterName: "shop",
      namespace: "web",
      serviceAccount: "tool",
      roleArn: `arn:aws:iam::${A}:role/tool`,
    });
  });
});
