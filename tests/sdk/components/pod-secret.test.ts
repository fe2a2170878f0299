import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { PodSecret, type PodSecretArgs, PolicyStyle } from "../../../sdk";
import { secretResourcePolicy } from "../../../sdk/policy";
import { mockEngine, promiseOf } from "./mocked-engine";
import { foreign, keyArn, reader, replicaKeyArn, roleArn, secretArn } from "./pod-secret-args";

async function construct(args: PodSecretArgs, options?: pulumi.ComponentResourceOptions) {
  const engine = await mockEngine({ accounts: { "": "222222222222" } });
  const component = new PodSecret("db", args, options);
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

const scope = { ownerAccount: "222222222222", readers: [{ reader, roleArn }] };

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

  it("stays until there is one of its new name", async () => {
    const { registered } = await construct({ secretName: "orders/db" });
    const { deleteBeforeReplace } =
      registered.find(
        ({ resource }) => resource === "aws:secretsmanager/secret:Secret db-secret",
      ) ?? {};
    strictEqual(deleteBeforeReplace, false);
  });

  it("hands on what Secrets Manager is told of the secret", async () => {
    const engine = await construct({
      secretName: "orders/db",
      description: "Orders",
      keyArn,
      recoveryWindowInDays: 0,
      replicas: [{ region: "us-west-2", keyArn: replicaKeyArn }],
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
    deepStrictEqual(policy, secretResourcePolicy(scope));
  });

  it("demands the organization and the tags in style attributes", async () => {
    const demanded = { organizationId: "o-exampleorg", style: PolicyStyle.Attributes };
    const tags = { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" };
    const { policy } = await policyOf({ ...foreign, ...demanded, tags });
    deepStrictEqual(policy, secretResourcePolicy({ ...scope, ...demanded }));
  });

  it("sealed, denies everyone but its readers and the principals named", async () => {
    const admin = "arn:aws:iam::222222222222:role/admin";
    const { policy } = await policyOf({ ...foreign, sealedFor: [admin] });
    deepStrictEqual(policy, secretResourcePolicy({ ...scope, sealedFor: [roleArn, admin] }));
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

  it("leaves the tags of style attributes to who manages them", async () => {
    const existing = { existingSecretArn: secretArn, readers: foreign.readers };
    const { policy } = await policyOf({ ...existing, style: PolicyStyle.Attributes });
    strictEqual(
      "aws:ResourceTag/eks-cluster-name" in policy.Statement[0].Condition.StringEquals,
      true,
    );
  });

  it("takes a role's ARN that is known only later", async () => {
    const { policy } = await policyOf({
      ...foreign,
      readers: [{ reader: pulumi.output(reader), roleArn: pulumi.output(roleArn) }],
    });
    strictEqual(policy.Statement[0].Condition.ArnEquals["aws:PrincipalArn"], roleArn);
  });
});
