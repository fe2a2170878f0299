import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { PodSecret, type PodSecretArgs, PolicyStyle } from "../../sdk";
import { mockEngine, promiseOf } from "./mocked-engine";
import { rejects, rejectsLater } from "./rejects";

const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
const replicaKeyArn = "arn:aws:kms:us-west-2:222222222222:key/66666666-2222-3333-4444-555555555555";
const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders/db-AbC123";
const reader = {
  clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
const roleArn = "arn:aws:iam::111111111111:role/pods/orders-api";
const foreign: PodSecretArgs = {
  secretName: "orders/db",
  kmsKeyArn: keyArn,
  readers: [{ reader, roleArn }],
};

async function construct(args: PodSecretArgs) {
  const engine = await mockEngine({ accounts: { "": "222222222222", default: "222222222222" } });
  const component = new PodSecret("db", args);
  const arn = await promiseOf(component.secretArn);
  await engine.settled();
  return { ...engine, arn };
}

const policyOf = async (args: PodSecretArgs) => {
  const engine = await construct(args);
  const { inputs } = engine.one("aws:secretsmanager/secretPolicy:SecretPolicy", "db-policy");
  const { blockPublicPolicy, policy, secretArn } = inputs;
  return { blockPublicPolicy, secretArn, policy: JSON.parse(policy) };
};

describe("PodSecret", () => {
  it("is the secret alone where no other account reads it", async () => {
    const engine = await construct({ secretName: "orders/db" });
    deepStrictEqual(engine.children(), [
      "aws:secretsmanager/secret:Secret db-secret",
      "eks-pod-secrets:index:PodSecret db",
    ]);
    deepStrictEqual(engine.one("aws:secretsmanager/secret:Secret", "db-secret").inputs, {
      name: "orders/db",
      recoveryWindowInDays: 30,
    });
    strictEqual(engine.arn, secretArn);
  });

  it("hands on what Secrets Manager is told of the secret", async () => {
    const engine = await construct({
      secretName: "orders/db",
      description: "Orders",
      kmsKeyArn: keyArn,
      recoveryWindowInDays: 0,
      replicas: [{ region: "us-west-2", kmsKeyArn: replicaKeyArn }],
      tags: { team: "orders" },
    });
    deepStrictEqual(engine.one("aws:secretsmanager/secret:Secret", "db-secret").inputs, {
      name: "orders/db",
      description: "Orders",
      kmsKeyId: keyArn,
      recoveryWindowInDays: 0,
      replicas: [{ region: "us-west-2", kmsKeyId: replicaKeyArn }],
      tags: { team: "orders" },
    });
  });

  it("rotates by a function, but not before the first value is put", async () => {
    const lambdaArn = "arn:aws:lambda:us-east-1:222222222222:function:rotate";
    const engine = await construct({
      secretName: "orders/db",
      rotation: { lambdaArn, automaticallyAfterDays: 30 },
    });
    deepStrictEqual(
      engine.one("aws:secretsmanager/secretRotation:SecretRotation", "db-rotation").inputs,
      {
        secretId: secretArn,
        rotationLambdaArn: lambdaArn,
        rotationRules: { automaticallyAfterDays: 30 },
        rotateImmediately: false,
      },
    );
  });

  it("lets exactly its reader of another account read it, and blocks public policies", async () => {
    const { blockPublicPolicy, policy, secretArn: of } = await policyOf(foreign);
    strictEqual(of, secretArn);
    strictEqual(blockPublicPolicy, true);
    deepStrictEqual(
      policy.Statement.map(({ Condition, Effect, Principal }: Record<string, unknown>) => ({
        Condition,
        Effect,
        Principal,
      })),
      [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Condition: {
            ArnEquals: { "aws:PrincipalArn": roleArn },
            StringEquals: {
              "aws:PrincipalTag/eks-cluster-arn": reader.clusterArn,
              "aws:PrincipalTag/kubernetes-namespace": "orders",
              "aws:PrincipalTag/kubernetes-service-account": "orders-api",
            },
          },
        },
      ],
    );
  });

  it("demands the organization and the tags in style attributes", async () => {
    const { policy } = await policyOf({
      ...foreign,
      organizationId: "o-exampleorg",
      style: PolicyStyle.Attributes,
      tags: { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" },
    });
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables
    deepStrictEqual(policy.Statement[0].Condition.StringEquals, {
      "aws:PrincipalOrgID": "o-exampleorg",
      "aws:PrincipalTag/eks-cluster-arn": reader.clusterArn,
      "aws:PrincipalTag/kubernetes-namespace": "orders",
      "aws:PrincipalTag/kubernetes-service-account": "orders-api",
      "aws:ResourceTag/eks-cluster-name": "${aws:PrincipalTag/eks-cluster-name}",
      "aws:ResourceTag/kubernetes-namespace": "${aws:PrincipalTag/kubernetes-namespace}",
    });
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables
  });

  it("sealed, denies everyone but its readers and the principals named", async () => {
    const admin = "arn:aws:iam::222222222222:role/admin";
    const { policy } = await policyOf({ ...foreign, sealedFor: [admin] });
    deepStrictEqual(policy.Statement.at(-1), {
      Sid: "Sealed",
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": [roleArn, admin] } },
    });
  });

  it("keeps the user's own statements as they are", async () => {
    const mine = {
      Sid: "LandingZone",
      Effect: "Deny",
      Principal: "*",
      Action: ["secretsmanager:DeleteSecret"],
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const { policy } = await policyOf({ secretName: "orders/db", extraPolicyStatements: [mine] });
    deepStrictEqual(policy.Statement, [mine]);
  });

  it("manages only the policy of a secret that exists", async () => {
    const engine = await construct({
      existingSecretArn: secretArn,
      readers: [{ reader, roleArn }],
    });
    deepStrictEqual(engine.children(), [
      "aws:secretsmanager/secretPolicy:SecretPolicy db-policy",
      "eks-pod-secrets:index:PodSecret db",
    ]);
    strictEqual(engine.arn, secretArn);
  });

  it("takes a role's ARN that is known only later", async () => {
    const { policy } = await policyOf({
      ...foreign,
      readers: [{ reader: pulumi.output(reader), roleArn: pulumi.output(roleArn) }],
    });
    strictEqual(policy.Statement[0].Condition.ArnEquals["aws:PrincipalArn"], roleArn);
  });

  describe("rejects, once it knows the account,", () => {
    const later: [string, PodSecretArgs, RegExp][] = [
      [
        "a reader of the secret's own account",
        {
          ...foreign,
          readers: [{ reader, roleArn: roleArn.replace("111111111111", "222222222222") }],
        },
        /readers\[0\]\.roleArn must be a role of another account than 222222222222/,
      ],
      [
        "two statements with one Sid",
        { ...foreign, sealedFor: [], extraPolicyStatements: [{ Sid: "Sealed", Effect: "Allow" }] },
        /extraPolicyStatements must have Sids of their own, got "Sealed" twice/,
      ],
      [
        "a policy beyond the limit of AWS",
        {
          ...foreign,
          readers: Array.from({ length: 60 }, (_, index) => ({
            reader: { ...reader, serviceAccount: `orders-api-${index}` },
            roleArn: `${roleArn}-${index}`,
          })),
        },
        /must be at most 20480 characters, got \d+ characters; let further readers use mode targetRole/,
      ],
    ];
    for (const [what, args, message] of later) {
      it(`rejects ${what}`, () =>
        rejectsLater(() => new PodSecret("db", args), message, {
          accounts: { "": "222222222222" },
        }));
    }
  });

  describe("rejects before registration", () => {
    const cases: [string, PodSecretArgs, string, string][] = [
      [
        "neither a name nor a secret",
        {},
        "secretName",
        "secretName is required unless existingSecretArn is given",
      ],
      [
        "a name with an existing secret",
        { existingSecretArn: secretArn, secretName: "x" },
        "secretName",
        "secretName cannot be set with existingSecretArn: only the resource policy of an existing secret is managed",
      ],
      [
        "an ARN without the six characters",
        { existingSecretArn: "arn:aws:secretsmanager:us-east-1:222222222222:secret:db" },
        "existingSecretArn",
        'existingSecretArn must be the full ARN of a secret, with its six random characters, without wildcards, got "arn:aws:secretsmanager:us-east-1:222222222222:secret:db"',
      ],
      [
        "a name that Secrets Manager refuses",
        { secretName: "orders db" },
        "secretName",
        'secretName must be 1 to 512 letters, digits and /_+=.@-, got "orders db"',
      ],
      [
        "readers of other accounts without a customer managed key",
        { ...foreign, kmsKeyArn: undefined },
        "kmsKeyArn",
        "kmsKeyArn is required because other accounts read the secret; the AWS managed key serves one account only",
      ],
      [
        "an alias for a key",
        { ...foreign, kmsKeyArn: "arn:aws:kms:us-east-1:222222222222:alias/orders" },
        "kmsKeyArn",
        'kmsKeyArn must be the full ARN of a KMS key, without wildcards, got "arn:aws:kms:us-east-1:222222222222:alias/orders"',
      ],
      [
        "a replica without a customer managed key that other accounts read",
        { ...foreign, replicas: [{ region: "us-west-2" }] },
        "replicas[0].kmsKeyArn",
        "replicas[0].kmsKeyArn is required because other accounts read the secret; the AWS managed key serves one account only",
      ],
      [
        "a replica's key of another region",
        { secretName: "db", replicas: [{ region: "us-west-2", kmsKeyArn: keyArn }] },
        "replicas[0].kmsKeyArn",
        `replicas[0].kmsKeyArn must be a key of us-west-2, the replica's region, got "${keyArn}"`,
      ],
      [
        "two replicas in one region",
        { secretName: "db", replicas: [{ region: "us-west-2" }, { region: "us-west-2" }] },
        "replicas[1].region",
        'replicas[1].region must be a region of its own, got "us-west-2"',
      ],
      [
        "a recovery window of a day",
        { secretName: "db", recoveryWindowInDays: 1 },
        "recoveryWindowInDays",
        "recoveryWindowInDays must be 7 to 30, got 1",
      ],
      [
        "rotation every 1001 days",
        {
          secretName: "db",
          rotation: {
            lambdaArn: "arn:aws:lambda:us-east-1:222222222222:function:rotate",
            automaticallyAfterDays: 1001,
          },
        },
        "rotation.automaticallyAfterDays",
        "rotation.automaticallyAfterDays must be 1 to 1000, got 1001",
      ],
      [
        "a wildcard in a role, which ArnEquals would honour",
        { ...foreign, readers: [{ reader, roleArn: "arn:aws:iam::111111111111:role/pods/*" }] },
        "readers[0].roleArn",
        'readers[0].roleArn must be the full ARN of an IAM role, without wildcards, got "arn:aws:iam::111111111111:role/pods/*"',
      ],
      [
        "a wildcard in a service account, which StringEquals takes literally",
        { ...foreign, readers: [{ reader: { ...reader, serviceAccount: "*" }, roleArn }] },
        "readers[0].reader.serviceAccount",
        'readers[0].reader.serviceAccount must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "*"',
      ],
      [
        "a seal that lets nobody in",
        { secretName: "db", sealedFor: [] },
        "sealedFor",
        "sealedFor must be at least one principal where readers are none, got []",
      ],
      [
        "a wildcard in the seal",
        { secretName: "db", sealedFor: ["arn:aws:iam::222222222222:role/*"] },
        "sealedFor[0]",
        'sealedFor[0] must be the full ARN of an IAM role, user or account root, without wildcards, got "arn:aws:iam::222222222222:role/*"',
      ],
      [
        "an organization id that is not one",
        { ...foreign, organizationId: "example" },
        "organizationId",
        'organizationId must be an AWS Organizations id such as o-exampleorg, got "example"',
      ],
      [
        "style attributes without the tags that it compares",
        { ...foreign, style: PolicyStyle.Attributes, tags: { "eks-cluster-name": "shop" } },
        "tags",
        "tags must have kubernetes-namespace in style attributes, whose policies compare it with the pod's session",
      ],
      [
        "an unknown style",
        { ...foreign, style: "loose" as PolicyStyle },
        "style",
        'style must be exact or attributes, got "loose"',
      ],
    ];
    for (const [what, args, propertyPath, reason] of cases) {
      it(`rejects ${what}`, () => rejects(() => new PodSecret("db", args), propertyPath, reason));
    }
  });
});
