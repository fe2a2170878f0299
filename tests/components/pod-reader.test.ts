import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { PodReader, type PodReaderArgs } from "../../sdk";
import { mockEngine, promiseOf } from "./mocked-engine";
import { rejects, rejectsLater } from "./rejects";

const clusterArn = "arn:aws:eks:us-east-1:111111111111:cluster/shop";
const own = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-AbC123";
const foreign = "arn:aws:secretsmanager:us-east-1:222222222222:secret:theirs-AbC123";
const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
const parameter = "arn:aws:ssm:us-east-1:111111111111:parameter/shop/flags";
const targetRoleArn = "arn:aws:iam::222222222222:role/target";
const args: PodReaderArgs = {
  clusterArn,
  namespace: "orders",
  serviceAccount: "orders-api",
  secrets: [{ arn: own }],
};

async function construct(changes: Partial<PodReaderArgs> = {}) {
  const engine = await mockEngine();
  const reader = new PodReader("orders", { ...args, ...changes });
  const outputs = await promiseOf(
    pulumi.all([reader.roleArn, reader.roleName, reader.associationId, reader.serviceAccountName]),
  );
  await engine.settled();
  return { ...engine, outputs };
}

async function statements(changes: Partial<PodReaderArgs>) {
  const engine = await construct(changes);
  const { inputs } = engine.one("aws:iam/rolePolicy:RolePolicy", "orders-policy");
  return JSON.parse(inputs.policy).Statement;
}

describe("PodReader", () => {
  it("creates the role, its policy, the association and the service account", async () => {
    const engine = await construct();
    deepStrictEqual(engine.children(), [
      "aws:eks/podIdentityAssociation:PodIdentityAssociation orders-association",
      "aws:iam/role:Role orders-role",
      "aws:iam/rolePolicy:RolePolicy orders-policy",
      "eks-pod-secrets:index:PodReader orders",
      "kubernetes:core/v1:ServiceAccount orders-service-account",
    ]);
  });

  it("derives a name for the role that owners can derive too", async () => {
    const { outputs } = await construct();
    const [roleArn, roleName, associationId, serviceAccount] = outputs;
    strictEqual(/^shop-orders-orders-api-[a-z0-9]+$/.test(roleName), true, roleName);
    strictEqual(roleArn, `arn:aws:iam::111111111111:role/${roleName}`);
    strictEqual(associationId, "a-orders-association");
    strictEqual(serviceAccount, "orders-api");
  });

  it("takes the role's name, path, boundary and tags", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::aws:policy/PowerUserAccess";
    const engine = await construct({
      roleName: "orders",
      rolePath: "/pods/",
      permissionsBoundaryArn,
      tags: { team: "orders" },
    });
    const { assumeRolePolicy, ...inputs } = engine.one("aws:iam/role:Role", "orders-role").inputs;
    deepStrictEqual(inputs, {
      name: "orders",
      path: "/pods/",
      permissionsBoundary: permissionsBoundaryArn,
      tags: { team: "orders" },
    });
  });

  it("lets only EKS Pod Identity, for this reader of this cluster, assume the role", async () => {
    const engine = await construct();
    const { assumeRolePolicy } = engine.one("aws:iam/role:Role", "orders-role").inputs;
    deepStrictEqual(JSON.parse(assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EksPodIdentity",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn": clusterArn,
              "aws:RequestTag/kubernetes-namespace": "orders",
              "aws:RequestTag/kubernetes-service-account": "orders-api",
              "aws:SourceAccount": "111111111111",
            },
          },
        },
      ],
    });
  });

  it("associates the service account with the role, session tags left on", async () => {
    const engine = await construct({ roleName: "orders" });
    const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    deepStrictEqual(engine.one(type, "orders-association").inputs, {
      clusterName: "shop",
      namespace: "orders",
      serviceAccount: "orders-api",
      roleArn: "arn:aws:iam::111111111111:role/orders",
    });
  });

  it("leaves a service account that exists alone", async () => {
    const engine = await construct({ createServiceAccount: false });
    deepStrictEqual(
      engine.children().filter((child) => child.startsWith("kubernetes:")),
      [],
    );
  });

  it("grants the exact secrets and parameters, each key through its service only", async () => {
    const granted = await statements({
      secrets: [{ arn: own }, { arn: foreign, keyArn }],
      parameters: [{ arn: parameter }],
    });
    deepStrictEqual(
      granted.map(({ Action, Condition, Resource }: Record<string, unknown>) => ({
        Action,
        Resource,
        ...(Condition ? { Condition } : {}),
      })),
      [
        {
          Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
          Resource: [own, foreign],
        },
        { Action: "ssm:GetParameters", Resource: parameter },
        {
          Action: "kms:Decrypt",
          Resource: keyArn,
          Condition: {
            StringEquals: {
              "kms:EncryptionContext:SecretARN": foreign,
              "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
            },
          },
        },
      ],
    );
  });

  it("through a target role, may become that role and nothing else", async () => {
    const changes = { secrets: undefined, targetRoleArn };
    deepStrictEqual(await statements(changes), [
      {
        Sid: "AssumeTargetRole",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: targetRoleArn,
      },
    ]);
    const engine = await construct(changes);
    const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    strictEqual(engine.one(type, "orders-association").inputs.targetRoleArn, targetRoleArn);
  });

  it("puts AWS resources and the service account with the providers given for each", async () => {
    const engine = await mockEngine();
    const { Provider } = await import("@pulumi/aws/provider.js");
    const { Provider: Kubernetes } = await import("@pulumi/kubernetes/provider.js");
    const providers = [new Provider("account-a", {}), new Kubernetes("shop", {})];
    await promiseOf(new PodReader("orders", args, { providers }).roleArn);
    await engine.settled();
    deepStrictEqual(
      new Set(
        engine.resources
          .filter(({ type }) => /^(aws|kubernetes):/.test(type))
          .map(({ provider, type }) => `${type.split(":")[0]} ${provider}`),
      ),
      new Set(["aws account-a", "kubernetes shop"]),
    );
  });

  describe("rejects before registration", () => {
    const cases: [string, Partial<PodReaderArgs>, string, string][] = [
      [
        "nothing to read",
        { secrets: [] },
        "secrets",
        "secrets or parameters must have an entry, or targetRoleArn be set: a role needs something to read",
      ],
      [
        "secrets beside a target role",
        { targetRoleArn },
        "secrets",
        "secrets cannot be set with targetRoleArn: the pod reads as the target role alone; grant them to that role",
      ],
      [
        "a cluster's name for its ARN",
        { clusterArn: "shop" },
        "clusterArn",
        'clusterArn must be the full ARN of an EKS cluster, without wildcards, got "shop"',
      ],
      [
        "a wildcard in the namespace",
        { namespace: "*" },
        "namespace",
        'namespace must be at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, got "*"',
      ],
      [
        "a secret's ARN without the six characters",
        { secrets: [{ arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:own" }] },
        "secrets[0].arn",
        'secrets[0].arn must be the full ARN of a secret, with its six random characters, without wildcards, got "arn:aws:secretsmanager:us-east-1:111111111111:secret:own"',
      ],
      [
        "a secret's ARN with wildcards for the six characters",
        { secrets: [{ arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-??????" }] },
        "secrets[0].arn",
        'secrets[0].arn must be the full ARN of a secret, with its six random characters, without wildcards, got "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-??????"',
      ],
      [
        "another account's secret under the AWS managed key",
        { secrets: [{ arn: foreign }] },
        "secrets[0].keyArn",
        `secrets[0].keyArn must be the ARN of a customer managed key because ${foreign} belongs to another account than 111111111111; the AWS managed key serves one account only`,
      ],
      [
        "a parameter of another account",
        { parameters: [{ arn: parameter.replace("111111111111", "222222222222") }] },
        "parameters[0].arn",
        "parameters[0].arn must be a parameter of account 111111111111, got arn:aws:ssm:us-east-1:222222222222:parameter/shop/flags; Parameter Store is not read across accounts here, use a secret",
      ],
      [
        "a role's name of 65 characters",
        { roleName: "r".repeat(65) },
        "roleName",
        `roleName must be 1 to 64 letters, digits and _+=,.@-, got "${"r".repeat(65)}"`,
      ],
      [
        "a role's path without its final slash",
        { rolePath: "/pods" },
        "rolePath",
        'rolePath must be a path that begins and ends with /, got "/pods"',
      ],
      [
        "a boundary of another account",
        { permissionsBoundaryArn: "arn:aws:iam::222222222222:policy/boundary" },
        "permissionsBoundaryArn",
        'permissionsBoundaryArn must be a policy of AWS or of account 111111111111, the role\'s own, got "arn:aws:iam::222222222222:policy/boundary"',
      ],
      [
        "a target role that is not a role",
        { secrets: undefined, targetRoleArn: "arn:aws:iam::222222222222:user/target" },
        "targetRoleArn",
        'targetRoleArn must be the full ARN of an IAM role, without wildcards, got "arn:aws:iam::222222222222:user/target"',
      ],
    ];
    for (const [what, changes, propertyPath, reason] of cases) {
      it(`rejects ${what}`, () =>
        rejects(() => new PodReader("orders", { ...args, ...changes }), propertyPath, reason));
    }
  });

  it("rejects a wildcard in an ARN that is known only later", () =>
    rejectsLater(
      () => new PodReader("orders", { ...args, secrets: [{ arn: pulumi.output(`${own}*`) }] }),
      /secrets\[0\]\.arn must be the full ARN of a secret/,
    ));

  it("rejects an identity policy beyond the limit of AWS", () =>
    rejectsLater(
      () =>
        new PodReader("orders", {
          ...args,
          secrets: Array.from({ length: 200 }, (_, index) => ({
            arn: own.replace("own", `own-${index}`),
          })),
        }),
      /identity policy of the role of orders\/orders-api must be at most 10240 characters, got \d+/,
    ));
});
