import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { PodSecret, type PodSecretArgs, PolicyStyle } from "../../../sdk";
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
