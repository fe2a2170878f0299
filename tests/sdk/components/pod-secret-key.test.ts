import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import {
  PodSecretKey,
  type PodSecretKeyArgs,
  PodSecretKeyPolicy,
  type PodSecretKeyPolicyArgs,
} from "../../../sdk";
import { secretKeyPolicy } from "../../../sdk/policy";
import { mockEngine, promiseOf } from "./mocked-engine";
import { rejectsEach, rejectsLater } from "./rejects";

const keyArn = "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555";
const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-AbC123";
const roleArn = "arn:aws:iam::111111111111:role/orders-api";

describe("PodSecretKey", () => {
  it("is a key that rotates, with its alias", async () => {
    const engine = await mockEngine();
    const key = new PodSecretKey("orders", { keyAlias: "pods/orders" });
    const outputs = await promiseOf(pulumi.all([key.keyArn, key.keyId, key.aliasName]));
    await engine.settled();
    deepStrictEqual(engine.children(), [
      "aws:kms/alias:Alias orders-alias",
      "aws:kms/key:Key orders-key",
      "eks-pod-secrets:index:PodSecretKey orders",
    ]);
    deepStrictEqual(engine.one("aws:kms/key:Key", "orders-key").inputs, {
      description: "Encrypts secrets that pods read (alias/pods/orders)",
      deletionWindowInDays: 30,
      enableKeyRotation: true,
    });
    deepStrictEqual(engine.one("aws:kms/alias:Alias", "orders-alias").inputs, {
      name: "alias/pods/orders",
      targetKeyId: "orders-key-id",
    });
    deepStrictEqual(outputs, [
      "arn:aws:kms:us-east-1:111111111111:key/orders-key-id",
      "orders-key-id",
      "alias/pods/orders",
    ]);
  });

  rejectsEach((args: PodSecretKeyArgs) => new PodSecretKey("orders", args), {
    'keyAlias must be at most 250 letters, digits and characters of /_-, not beginning with alias/ or aws/, got "aws/secretsmanager"':
      { keyAlias: "aws/secretsmanager" },
    "deletionWindowInDays must be a whole number from 7 to 30, got the number 6": {
      keyAlias: "orders",
      deletionWindowInDays: 6,
    },
  });
});

describe("PodSecretKey, once it knows the alias,", () => {
  it("rejects one with its prefix", () =>
    rejectsLater(
      () => new PodSecretKey("orders", { keyAlias: pulumi.output("alias/orders") }),
      /keyAlias must be at most 250 letters, digits and characters of \/_-, not beginning with alias\/ or aws\/, got "alias\/orders"/,
    ));
});

describe("PodSecretKeyPolicy", () => {
  const args: PodSecretKeyPolicyArgs = {
    keyArn,
    secrets: [{ encryptionContextArns: [secretArn], readerRoleArns: [roleArn] }],
  };

  it("keeps the owner's administration and lets each reader decrypt its secrets only", async () => {
    const engine = await mockEngine();
    const policy = new PodSecretKeyPolicy("orders", { ...args, organizationId: "o-exampleorg" });
    strictEqual(await promiseOf(policy.keyArn), keyArn);
    await engine.settled();
    deepStrictEqual(engine.children(), [
      "aws:kms/keyPolicy:KeyPolicy orders-policy",
      "eks-pod-secrets:index:PodSecretKeyPolicy orders",
    ]);
    const { inputs } = engine.one("aws:kms/keyPolicy:KeyPolicy", "orders-policy");
    // The provider reads back the ID, whatever form it was given, and never moves the policy to another key.
    strictEqual(inputs.keyId, "11111111-2222-3333-4444-555555555555");
    const registered = engine.registered.find(
      ({ resource }) => resource === "aws:kms/keyPolicy:KeyPolicy orders-policy",
    );
    deepStrictEqual(registered?.replaceOnChanges, ["keyId"]);
    strictEqual(inputs.bypassPolicyLockoutSafetyCheck, undefined);
    const secrets = [{ encryptionContextArns: [secretArn], readerRoleArns: [roleArn] }];
    const organizationId = "o-exampleorg";
    deepStrictEqual(
      JSON.parse(inputs.policy),
      secretKeyPolicy({ keyArn, secrets, organizationId }),
    );
  });

  it("keeps the user's own statements as they are", async () => {
    const engine = await mockEngine();
    const mine = {
      Sid: "Mine",
      Effect: "Deny",
      Principal: "*",
      Action: "kms:PutKeyPolicy",
      Resource: "*",
    };
    new PodSecretKeyPolicy("orders", { ...args, extraPolicyStatements: [mine] });
    await engine.settled();
    const { inputs } = engine.one("aws:kms/keyPolicy:KeyPolicy", "orders-policy");
    deepStrictEqual(JSON.parse(inputs.policy).Statement.at(-1), mine);
  });

  it("rejects a statement of the owner's Sid", () =>
    rejectsLater(
      () =>
        new PodSecretKeyPolicy("orders", {
          ...args,
          extraPolicyStatements: [{ Sid: "Enable IAM User Permissions", Effect: "Allow" }],
        }),
      /extraPolicyStatements must have Sids of their own, got "Enable IAM User Permissions" twice/,
    ));

  rejectsEach(
    (changes: Partial<PodSecretKeyPolicyArgs>) =>
      new PodSecretKeyPolicy("orders", { ...args, ...changes }),
    {
      'keyArn must be the full ARN of a KMS key, without wildcards, got "arn:aws:kms:us-east-1:222222222222:alias/orders"':
        { keyArn: "arn:aws:kms:us-east-1:222222222222:alias/orders" },
      [`secrets[0].readerRoleArns[0] must be the full ARN of an IAM role, without wildcards, got "${roleArn}*"`]:
        { secrets: [{ encryptionContextArns: [secretArn], readerRoleArns: [`${roleArn}*`] }] },
      'secrets[0].readerRoleArns[0] must be of partition aws, as keyArn is, got "arn:aws-cn:iam::111111111111:role/orders-api"':
        {
          secrets: [
            {
              encryptionContextArns: [secretArn],
              readerRoleArns: ["arn:aws-cn:iam::111111111111:role/orders-api"],
            },
          ],
        },
      "secrets[0].encryptionContextArns must be at least one ARN, got an empty list": {
        secrets: [{ encryptionContextArns: [], readerRoleArns: [roleArn] }],
      },
      'secrets[0].encryptionContextArns[0] must be the full ARN of a secret, with its six random characters, without wildcards, got "arn:aws:secretsmanager:us-east-1:222222222222:secret:db"':
        {
          secrets: [
            {
              encryptionContextArns: ["arn:aws:secretsmanager:us-east-1:222222222222:secret:db"],
              readerRoleArns: [roleArn],
            },
          ],
        },
    },
  );
});
