import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { partsInCluster } from "../../../../cli/stacks/before-run/imported-parts";
import {
  classParts,
  type Parts,
  roleParts,
  secretParts,
  tagParts,
  unseenParts,
  wayParts,
} from "../../../../cli/stacks/before-run/seen-parts";
import { createCluster, createRole, POD_TRUST, roleArn } from "../../../sandbox/eks-support";
import { policy } from "../../../sandbox/secrets-support";
import { A, withSandbox } from "../../../sandbox/support";
import { startFailingProxy } from "../../documents/failing-proxy";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { runInProject } from "../fake-project";

const ROLE = "aws:iam/role:Role";
const READ = policy({ Action: "secretsmanager:GetSecretValue", Resource: "*" });
const LOGS = policy({ Action: "logs:PutLogEvents", Resource: "*" });
const EXTRA = `arn:aws:iam::${A}:policy/extra`;

describe("what somebody has changed between adopt and the first up", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox, eks, iam, kms, secretsManager } = withSandbox();
  const RoleName = "by-hand";
  let association: string;
  let secret: string;
  let keyId: string;

  before(async () => {
    await createCluster(sandbox, A);
    await createRole(sandbox, A, RoleName);
    await createRole(sandbox, A, "other");
    await iam.putRolePolicy({ RoleName, PolicyName: "read", PolicyDocument: READ });
    await iam.createPolicy({ PolicyName: "extra", PolicyDocument: LOGS });
    const pods = { clusterName: "shop", namespace: "web", serviceAccount: "web" };
    const made = await eks.createPodIdentityAssociation({ ...pods, roleArn: roleArn(A, RoleName) });
    association = made.association?.associationId ?? "";
    secret = (await secretsManager.createSecret({ Name: "own" })).ARN ?? "";
    keyId = (await kms.createKey({})).KeyMetadata?.KeyId ?? "";
    await kms.createAlias({ AliasName: "alias/own", TargetKeyId: keyId });
  });

  const seen = () => ({
    role: roleParts({
      trust: JSON.parse(POD_TRUST),
      policies: [{ name: "read", document: JSON.parse(READ) }],
    }),
    association: wayParts({ roleArn: roleArn(A, RoleName) }),
  });

  interface Asked {
    holds?: KeptResource[];
    verb?: string;
    endpoint?: string;
    /** Tags of the secret, as the inventory writes them. */
    tags?: string;
  }

  const up = (
    more: Asked = {},
    saw: Partial<Record<"role" | "association", Parts>> = seen(),
    ownersSaw?: Parts,
  ) => {
    const { endpoint = sandbox.endpoint, holds = [], tags = "", verb = "up" } = more;
    const args = verb === "up" ? ["up", "--yes"] : verb.split(" ");
    return runInProject({ ...sandbox, endpoint }, A, args, {
      inventory: `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { own: { account: a, key: own${tags} } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, role: existing, roleName: by-hand, reads: [own] }
`,
      stacks: {
        "a.cluster": { resources: 1, holds: [] },
        "a.secrets": { resources: 1, holds: [] },
        "a.workloads": { resources: 1, holds },
      },
      imports: {
        "a.secrets": [
          {
            type: "aws:secretsmanager/secret:Secret",
            name: "own-secret",
            id: secret,
            seen: ownersSaw,
          },
          { type: "aws:kms/key:Key", name: "own-us-east-1-key", id: keyId, seen: ownersSaw },
          { type: "aws:kms/alias:Alias", name: "own-us-east-1-alias", id: "alias/own" },
        ],
        "a.workloads": [
          { type: ROLE, name: "web-role", id: RoleName, seen: saw.role },
          {
            ...{ type: "aws:eks/podIdentityAssociation:PodIdentityAssociation" },
            ...{ name: "web-association", id: `shop,${association}`, seen: saw.association },
          },
        ],
      },
    });
  };

  it("is nothing where nobody has", async () => {
    const { ran, stderr } = await up();
    // The stand-in for the engine imports nothing.
    strictEqual(ran.includes("up a.cluster"), true, stderr);
    strictEqual(/adopt/.test(stderr), false, stderr);
  });

  it("is refused by name before anything is run, and preview says so", async () => {
    await iam.putRolePolicy({ RoleName, PolicyName: "read", PolicyDocument: LOGS });
    await iam.putRolePolicy({ RoleName, PolicyName: "mine", PolicyDocument: LOGS });
    await iam.attachRolePolicy({ RoleName, PolicyArn: EXTRA });
    const turned = { clusterName: "shop", associationId: association };
    await eks.updatePodIdentityAssociation({ ...turned, roleArn: roleArn(A, "other") });
    const { code, ran, stderr } = await up();
    deepStrictEqual([code, ran], [2, []], stderr);
    match(
      stderr,
      /a\.workloads\.imports\.json:\d+: by-hand has what adopt did not see, and up would take away: inline policy mine, another inline policy read, managed policy \S+:policy\/extra; run eks-pod-secrets adopt --force /,
    );
    match(stderr, /: shop,a-\S+ has what adopt did not see, .*: role \S+:role\/other; run /);
    match((await up({ verb: "preview" })).stderr, /up refuses to run: .* inline policy mine, /);
    const plan = await up({ verb: "plan --live" });
    strictEqual(plan.code, 1, plan.stderr);
    const sentences = stderr.split("\n").filter((line) => line.includes("adopt did not see"));
    strictEqual(sentences.length, 2);
    // Each run has a directory of its own, so the paths differ.
    for (const one of sentences) {
      ok(plan.stdout.includes(one.slice(one.indexOf(".imports.json"))), plan.stdout);
    }
  });

  it("is no reason where the stack holds it, or the file does not say what adopt saw", async () => {
    const holds = [
      { urn: "urn::web-role", type: ROLE, id: RoleName, inputs: { name: RoleName } },
      {
        ...{ urn: "urn::web-association", id: association },
        ...{ type: "aws:eks/podIdentityAssociation:PodIdentityAssociation" },
      },
    ];
    for (const one of [await up({ holds }), await up({}, {})]) {
      strictEqual(/adopt did not see/.test(one.stderr), false, one.stderr);
    }
  });

  it("is a tag that somebody added, and that the inventory does not declare", async () => {
    await iam.tagRole({ RoleName, Tags: [{ Key: "owner", Value: "x" }] });
    const resourceArn = `arn:aws:eks:us-east-1:${A}:podidentityassociation/shop/${association}`;
    await eks.tagResource({ resourceArn, tags: { cost: "7" } });
    await secretsManager.tagResource({ SecretId: secret, Tags: [{ Key: "team", Value: "web" }] });
    await kms.tagResource({ KeyId: keyId, Tags: [{ TagKey: "tier", TagValue: "1" }] });
    const { code, ran, stderr } = await up({}, seen(), {});
    deepStrictEqual([code, ran], [2, []], stderr);
    for (const [id, tag] of [
      ["by-hand", "owner"],
      ["shop,a-\\S+", "cost"],
      ["arn:\\S+:secret:\\S+", "team"],
      [keyId, "tier"],
    ]) {
      match(stderr, new RegExp(`: ${id} has what adopt did not see, .*: .*tag ${tag}; run `));
    }
    const declared = await up({ tags: ", tags: { team: web }" }, seen(), {});
    strictEqual(/tag team/.test(declared.stderr), false, declared.stderr);
    match(declared.stderr, /tag tier/);
  });

  it("is a description, a replica or a key of a secret that the inventory does not declare", async () => {
    const SecretId = secret;
    const { KeyMetadata } = await kms.createKey({});
    await secretsManager.updateSecret({ SecretId, Description: "x", KmsKeyId: KeyMetadata?.Arn });
    const AddReplicaRegions = [{ Region: "us-west-2" }];
    await secretsManager.replicateSecretToRegions({ SecretId, AddReplicaRegions });
    const { code, ran, stderr } = await up({}, seen(), {});
    deepStrictEqual([code, ran], [2, []], stderr);
    match(stderr, /: description, key arn:aws:kms:\S+, replica in us-west-2, tag team; run /);
    const declared = await up({ tags: ", description: x" }, seen(), {});
    match(declared.stderr, /take away: key arn:\S+, replica in us-west-2, /);
  });

  it("is another rotation of a secret, but not the one that the inventory declares", () => {
    const parts = (AutomaticallyAfterDays: number) =>
      secretParts({
        ...{ RotationEnabled: true, RotationLambdaARN: "arn:f" },
        RotationRules: { AutomaticallyAfterDays, Duration: "2h" },
      });
    deepStrictEqual(unseenParts(parts(30), parts(30), []), []);
    deepStrictEqual(unseenParts(parts(7), parts(30), []), ["another rotation"]);
    deepStrictEqual(unseenParts(parts(7), {}, [parts(7)]), []);
  });

  it("is refused where nobody could look", async () => {
    const proxy = await startFailingProxy(sandbox.endpoint);
    const { accessKeyId } = sandbox.administrator(A);
    proxy.fail("iam:ListRolePolicies", accessKeyId, { error: "AccessDeniedException" });
    const { code, ran, stderr } = await up({ endpoint: proxy.endpoint });
    proxy.close();
    deepStrictEqual([code, ran], [2, []]);
    match(stderr, /cannot look whether by-hand is as adopt saw it: AccessDenied/);
  });

  it("does not count what the inventory makes or keeps, or what is gone", () => {
    const role = (names: string[], trust: unknown = 1) =>
      roleParts({ trust, policies: names.map((name) => ({ name, document: name })) });
    const before = role(["read", "logs"]);
    const now = role(["read-granted", "eks-pod-secrets-revoked", "logs", "kept"], 2);
    const known = [{ "trust policy": role([], 2)["trust policy"] ?? "" }];
    deepStrictEqual(unseenParts(now, before, known), ["inline policy kept"]);
  });

  it("is no other order of a document's lists", () => {
    const trust = (...names: string[]) => ({ Statement: [{ Principal: { AWS: names } }] });
    deepStrictEqual(roleParts({ trust: trust("a", "b") }), roleParts({ trust: trust("b", "a") }));
  });

  it("is each file of a class that was not there, by whichever name its secret is given", () => {
    const parts = (...objects: object[]) =>
      classParts({ parameters: { objects: JSON.stringify(objects) } });
    const arn = `arn:aws:secretsmanager:us-east-1:${A}:secret:orders/db-AbCdEf`;
    const secret = (objectName: string) => ({ objectName, objectType: "secretsmanager" });
    const before = parts(secret("orders/db"));
    const now = parts(
      { objectName: arn, objectAlias: "orders_db" },
      { ...secret("new"), jmesPath: [{ path: "user", objectAlias: "user" }] },
    );
    deepStrictEqual(unseenParts(now, before, []), ["file new", "file user"]);
    const another = parts({ ...secret("other"), objectAlias: "orders_db" });
    deepStrictEqual(unseenParts(another, before, []), ["another file orders_db"]);
    const data = [{ key: "password", objectName: "new" }];
    const copies = classParts({ secretObjects: [{ secretName: "db", data }] });
    deepStrictEqual(unseenParts(copies, before, []), ["password of Secret db"]);
    const readable = parts({ ...secret("orders/db"), filePermission: "0444" });
    deepStrictEqual(unseenParts(readable, before, []), ["another file orders_db"]);
  });

  it("is a tool that deploys the object since", () => {
    const metadata = { annotations: { "meta.helm.sh/release-name": "web" } };
    for (const type of ["ServiceAccount", "SecretProviderClass"]) {
      const one = { type: `kubernetes:x/v1:${type}`, name: "web", id: "shop/web", place: "f:1" };
      const now = partsInCluster(one, JSON.stringify({ metadata }));
      deepStrictEqual(unseenParts(now, {}, []), ["deployment by helm web"]);
    }
    const stack = tagParts({ "aws:cloudformation:stack-name": "web", "aws:x": "y" });
    deepStrictEqual(unseenParts(stack, {}, []), ["deployment by cloudformation web"]);
  });

  it("is another parameter of a class, or setting of a Secret that it fills", () => {
    const parts = (region: string, more = {}) =>
      classParts({
        parameters: { region, usePodIdentity: region },
        secretObjects: [{ secretName: "db", data: [], ...more }],
      });
    const now = parts("eu-west-1", { type: "kubernetes.io/tls", labels: { team: "web" } });
    deepStrictEqual(unseenParts(now, parts("us-east-1"), []), [
      ...["another parameter region", "type of Secret db", "labels of Secret db"],
    ]);
  });

  it("is refused where it is gone, before anything is run, with the way on", async () => {
    const there = [keyId, secret] as const;
    [keyId, secret] = ["11111111-1111-1111-1111-111111111111", `${secret}x`];
    const absent = await up({}, {});
    [keyId, secret] = there;
    deepStrictEqual([absent.code, absent.ran], [2, []], absent.stderr);
    for (const type of ["aws:kms/key:Key", "aws:secretsmanager/secret:Secret"]) {
      const says = `:\\d+: there is no ${type} with .* adopt --force finds .*, or take the entry out`;
      match(absent.stderr, new RegExp(says));
    }
    await eks.deletePodIdentityAssociation({ clusterName: "shop", associationId: association });
    const { code, ran, stderr } = await up();
    deepStrictEqual([code, ran], [2, []], stderr);
    match(stderr, /there is no aws:eks\/podIdentityAssociation:\S+ with the id shop,a-/);
    strictEqual(/there is no aws:(?:iam|kms|secretsmanager)/.test(stderr), false, stderr);
  });
});
