import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import { KeyPolicy } from "@pulumi/aws/kms/keyPolicy";
import { Provider } from "@pulumi/aws/provider";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy";
import * as pulumi from "@pulumi/pulumi";
import { accountId, accountName, keyAlias, readerName, secretName } from "../inventory";

const READER_ACCOUNT = accountId(0);
const OWNER_ACCOUNT = accountId(1);

/** The owner's stack: keys, secrets and their policies. */
export function secrets(readers: number): object {
  const provider = new Provider("aws", { region: "us-east-1", allowedAccountIds: [OWNER_ACCOUNT] });
  const cluster = new pulumi.StackReference(
    `${pulumi.getOrganization()}/${pulumi.getProject()}/${accountName(0)}.cluster`,
  );
  const clusterArn = cluster
    .requireOutput("clusters")
    .apply((clusters): string => clusters["cluster-0"].arn);
  const keys = new Map<string, Key>();
  const secretArns: Record<string, pulumi.Output<string>> = {};
  const secretsOfKey = new Map<string, { arn: pulumi.Output<string>; role: string }[]>();

  for (let index = 0; index < readers; index++) {
    const alias = keyAlias(index);
    const key = keys.get(alias) ?? newKey(alias, provider);
    keys.set(alias, key);
    const name = secretName(index);
    const role = `arn:aws:iam::${READER_ACCOUNT}:role/${readerName(index)}`;
    const secret = new Secret(
      `${name}-secret`,
      {
        name,
        kmsKeyId: key.arn,
        recoveryWindowInDays: 30,
        tags: { "eks-cluster-name": "cluster-0", "kubernetes-namespace": "default" },
      },
      { provider },
    );
    const policy = new SecretPolicy(
      `${name}-policy`,
      {
        secretArn: secret.arn,
        policy: clusterArn.apply((arn) => secretPolicy(arn, index, role)),
        blockPublicPolicy: true,
      },
      { provider },
    );
    secretArns[name] = policy.secretArn;
    secretsOfKey.set(alias, [...(secretsOfKey.get(alias) ?? []), { arn: secret.arn, role }]);
  }

  const keyArns = [...keys].map(([alias, key]) => {
    const policy = pulumi.output(secretsOfKey.get(alias) ?? []).apply(keyPolicy);
    const inForce = new KeyPolicy(`${alias}-policy`, { keyId: key.keyId, policy }, { provider });
    return [`${alias}-us-east-1`, inForce.id.apply(() => key.arn)];
  });
  return { secrets: secretArns, keys: Object.fromEntries(keyArns) };
}

function newKey(alias: string, provider: Provider): Key {
  const key = new Key(
    `${alias}-key`,
    {
      description: "Encrypts secrets that pods read",
      deletionWindowInDays: 30,
      enableKeyRotation: true,
    },
    { provider },
  );
  new Alias(`${alias}-alias`, { name: `alias/${alias}`, targetKeyId: key.keyId }, { provider });
  return key;
}

function secretPolicy(clusterArn: string, index: number, role: string): string {
  const actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
  const conditions = {
    "aws:PrincipalTag/eks-cluster-arn": clusterArn,
    "aws:PrincipalTag/kubernetes-namespace": "default",
    "aws:PrincipalTag/kubernetes-service-account": readerName(index),
  };
  return policyText(readerStatement(index, role, actions, conditions));
}

function keyPolicy(readers: { arn: string; role: string }[]): string {
  return policyText(
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${OWNER_ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    ...readers.map(({ arn, role }, index) =>
      readerStatement(index, role, "kms:Decrypt", {
        "kms:CallerAccount": READER_ACCOUNT,
        "kms:EncryptionContext:SecretARN": arn,
        "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
      }),
    ),
  );
}

function readerStatement(
  index: number,
  role: string,
  Action: string | string[],
  StringEquals: Record<string, string>,
): object {
  return {
    Sid: `Reader${index}`,
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${READER_ACCOUNT}:root` },
    Action,
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": role }, StringEquals },
  };
}

/** Text of a policy document of these statements. */
export function policyText(...statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
