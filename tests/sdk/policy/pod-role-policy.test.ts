import { deepStrictEqual } from "node:assert";

import { podRolePolicy } from "../../../sdk/policy";
import { stableSid } from "../../../sdk/policy/document";
import { keyArn, secretArn, sids } from "./scope";

const ownArn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:secret-a-XyZ987";
const reads = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
const readerAccount = "111111111111";

describe("podRolePolicy", () => {
  it("grants the two reads of a secret under the AWS managed key, and no decryption", () => {
    deepStrictEqual(podRolePolicy({ readerAccount, secrets: [{ arn: ownArn }] }), {
      Version: "2012-10-17",
      Statement: [{ Sid: "ReadSecrets", Effect: "Allow", Action: reads, Resource: ownArn }],
    });
  });

  it("grants decryption through Secrets Manager alone, in the context of the granted secret", () => {
    deepStrictEqual(podRolePolicy({ readerAccount, secrets: [{ arn: secretArn, keyArn }] }), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "ReadSecrets", Effect: "Allow", Action: reads, Resource: secretArn },
        {
          Sid: stableSid(["DecryptThrough", "SecretsManager"], keyArn),
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: keyArn,
          Condition: {
            StringEquals: {
              "kms:EncryptionContext:SecretARN": secretArn,
              "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
            },
          },
        },
      ],
    });
  });

  it("keeps each key to the secrets that it encrypts", () => {
    const otherKey = keyArn.replace("11111111-", "99999999-");
    const otherSecret = secretArn.replace("secret-b", "secret-c");
    const { Statement } = podRolePolicy({
      readerAccount,
      secrets: [
        { arn: secretArn, keyArn },
        { arn: otherSecret, keyArn: otherKey },
      ],
    });
    deepStrictEqual(
      Statement.filter(({ Action }) => Action === "kms:Decrypt").map((one) => [
        one.Resource,
        one.Condition?.StringEquals?.["kms:EncryptionContext:SecretARN"],
      ]),
      [
        [keyArn, secretArn],
        [otherKey, otherSecret],
      ],
    );
  });

  it("accepts the primary's ARN in a replica's encryption context, through the replica's region", () => {
    const replica = secretArn.replace("us-east-1", "eu-west-1");
    const replicaKey = keyArn.replace("us-east-1", "eu-west-1");
    const { Statement } = podRolePolicy({
      readerAccount,
      secrets: [{ arn: replica, keyArn: replicaKey, encryptionContextArns: [secretArn, replica] }],
    });
    deepStrictEqual(Statement[1]?.Condition?.StringEquals, {
      "kms:EncryptionContext:SecretARN": [replica, secretArn],
      "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
    });
  });

  it("adds the attribute style's conditions to the secrets of the reader's own account alone", () => {
    const policy = podRolePolicy({
      readerAccount,
      secrets: [
        { arn: ownArn, style: "attributes" },
        { arn: secretArn, keyArn, style: "attributes" },
      ],
    });
    deepStrictEqual(policy.Statement.slice(0, 2), [
      {
        Sid: "ReadTaggedSecrets",
        Effect: "Allow",
        Action: reads,
        Resource: ownArn,
        Condition: {
          StringEquals: {
            // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables
            "aws:ResourceTag/eks-cluster-name": "${aws:PrincipalTag/eks-cluster-name}",
            "aws:ResourceTag/kubernetes-namespace": "${aws:PrincipalTag/kubernetes-namespace}",
            // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables
          },
        },
      },
      { Sid: "ReadSecrets", Effect: "Allow", Action: reads, Resource: secretArn },
    ]);
  });

  it("grants parameters by exact ARN, and their keys through Systems Manager alone", () => {
    const arn = "arn:aws:ssm:us-east-1:111111111111:parameter/shop/flags";
    const ownKey = keyArn.replace("222222222222", "111111111111");
    const policy = podRolePolicy({
      readerAccount,
      secrets: [],
      parameters: [{ arn, keyArn: ownKey }],
    });
    deepStrictEqual(policy.Statement, [
      { Sid: "ReadParameters", Effect: "Allow", Action: "ssm:GetParameters", Resource: arn },
      {
        Sid: stableSid(["DecryptThrough", "SystemsManager"], ownKey),
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: ownKey,
        Condition: {
          StringEquals: {
            "kms:EncryptionContext:PARAMETER_ARN": arn,
            "kms:ViaService": "ssm.us-east-1.amazonaws.com",
          },
        },
      },
    ]);
  });

  it("says `.amazonaws.com` in every partition's ViaService, as KMS does", () => {
    const chinese = "arn:aws-cn:kms:cn-north-1:222222222222:key/1";
    const policy = podRolePolicy({
      readerAccount,
      secrets: [
        {
          arn: "arn:aws-cn:secretsmanager:cn-north-1:222222222222:secret:s-AbCdEf",
          keyArn: chinese,
        },
      ],
    });
    deepStrictEqual(
      policy.Statement[1]?.Condition?.StringEquals?.["kms:ViaService"],
      "secretsmanager.cn-north-1.amazonaws.com",
    );
  });

  it("writes the same document whatever the order of the secrets", () => {
    const secrets = ["c", "a", "b"].map((name) => ({
      arn: secretArn.replace("secret-b", name),
      keyArn,
    }));
    deepStrictEqual(
      podRolePolicy({ readerAccount, secrets }),
      podRolePolicy({ readerAccount, secrets: secrets.toReversed() }),
    );
    deepStrictEqual(sids(podRolePolicy({ readerAccount, secrets })).length, 2);
  });
});
