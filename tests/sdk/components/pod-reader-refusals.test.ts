import * as pulumi from "@pulumi/pulumi";

import { PodReader, type PodReaderArgs, type PolicyStyle } from "../../../sdk";
import { args, foreign, keyArn, own, parameter, targetRoleArn } from "./minimal-args";
import { rejectsEach, rejectsLater } from "./rejects";

const PROVIDER = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/E";

describe("PodReader", () => {
  describe("rejects before registration", () => {
    rejectsEach(
      (changes: Partial<PodReaderArgs>) => new PodReader("orders", { ...args, ...changes }),
      {
        "secrets or parameters must have an entry, or targetRoleArn be set: a role needs something to read":
          { secrets: [] },
        "secrets cannot be set with targetRoleArn: the pod reads as the target role alone; grant them to that role":
          { targetRoleArn },
        'clusterArn must be of partition aws, as region us-east-1 is, got "arn:aws-cn:eks:us-east-1:111111111111:cluster/shop"':
          { clusterArn: "arn:aws-cn:eks:us-east-1:111111111111:cluster/shop" },
        'secrets[0].arn must be of partition aws, as clusterArn is, got "arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:own-AbC123"':
          {
            secrets: [
              { arn: "arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:own-AbC123" },
            ],
          },
        'targetRoleArn must be of partition aws, as clusterArn is, got "arn:aws-us-gov:iam::222222222222:role/target"':
          { secrets: undefined, targetRoleArn: "arn:aws-us-gov:iam::222222222222:role/target" },
        'permissionsBoundary must be of partition aws, as clusterArn is, got "arn:aws-cn:iam::aws:policy/ReadOnlyAccess"':
          { permissionsBoundary: "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" },
        'secrets[0].arn must be the full ARN of a secret, with its six random characters, without wildcards, got "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-??????"':
          { secrets: [{ arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-??????" }] },
        [`secrets[0].keyArn must be the ARN of a customer managed key because ${foreign} belongs to another account than 111111111111; the AWS managed key serves one account only`]:
          { secrets: [{ arn: foreign }] },
        [`secrets[0].keyArn must be a key of us-east-1, the secret's region, got "${keyArn.replace("us-east-1", "eu-west-1")}"`]:
          { secrets: [{ arn: foreign, keyArn: keyArn.replace("us-east-1", "eu-west-1") }] },
        "oidcProviderArn is required with identity irsa": { identity: "irsa" },
        "oidcProviderArn is required with identity podIdentity, which was both": {
          formerIdentity: "both",
        },
        'oidcProviderArn must be of account 111111111111, the cluster\'s, got "arn:aws:iam::222222222222:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/E"':
          { identity: "both", oidcProviderArn: PROVIDER.replace("111111111111", "222222222222") },
        "targetRoleArn cannot be set with identity both: a target role is a part of a Pod Identity association":
          { secrets: undefined, targetRoleArn, identity: "both", oidcProviderArn: PROVIDER },
        'secrets[0].style must be exact with identity irsa, got "attributes": sessions of IAM roles for service accounts have no tags':
          {
            secrets: [{ arn: own, style: "attributes" }],
            identity: "irsa",
            oidcProviderArn: PROVIDER,
          },
        "secrets[0].encryptionContextArns must be at least one ARN, got an empty list": {
          secrets: [{ arn: foreign, keyArn, encryptionContextArns: [] }],
        },
        'secrets[0].style must be one of exact, attributes, got "loose"': {
          secrets: [{ arn: own, style: "loose" as PolicyStyle }],
        },
        [`parameters[0].keyArn must be a key of us-east-1, the parameter's region, got "${keyArn.replace("us-east-1", "eu-west-1")}"`]:
          { parameters: [{ arn: parameter, keyArn: keyArn.replace("us-east-1", "eu-west-1") }] },
        'parameters[0].arn must be a parameter of account 111111111111, got "arn:aws:ssm:us-east-1:222222222222:parameter/shop/flags"; Parameter Store is not read across accounts here, use a secret':
          { parameters: [{ arn: parameter.replace("111111111111", "222222222222") }] },
        'permissionsBoundary must be a policy of AWS or of account 111111111111, the role\'s own, got "arn:aws:iam::222222222222:policy/boundary"':
          { permissionsBoundary: "arn:aws:iam::222222222222:policy/boundary" },
      },
    );
  });

  it("rejects a wildcard in an ARN that is known only later", () =>
    rejectsLater(
      () => new PodReader("orders", { ...args, secrets: [{ arn: pulumi.output(`${own}*`) }] }),
      /secrets\[0\]\.arn must be the full ARN of a secret/,
    ));

  it("rejects nothing to read, once it is known", () =>
    rejectsLater(
      () => new PodReader("orders", { ...args, secrets: pulumi.output([]) }),
      /secrets or parameters must have an entry, or targetRoleArn be set/,
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
