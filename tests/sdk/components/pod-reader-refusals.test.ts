import * as pulumi from "@pulumi/pulumi";

import { PodReader, type PodReaderArgs, type PolicyStyle } from "../../../sdk";
import { args, foreign, keyArn, own, parameter, targetRoleArn } from "./pod-reader-args";
import { rejects, rejectsLater } from "./rejects";

describe("PodReader", () => {
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
        "a cluster's ARN of another partition than its region",
        { clusterArn: "arn:aws-cn:eks:us-east-1:111111111111:cluster/shop" },
        "clusterArn",
        'clusterArn must be of partition aws, as region us-east-1 is, got "arn:aws-cn:eks:us-east-1:111111111111:cluster/shop"',
      ],
      [
        "a secret of another partition than the cluster",
        {
          secrets: [{ arn: "arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:own-AbC123" }],
        },
        "secrets[0].arn",
        'secrets[0].arn must be of partition aws, as clusterArn is, got "arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:own-AbC123"',
      ],
      [
        "a target role of another partition",
        { secrets: undefined, targetRoleArn: "arn:aws-us-gov:iam::222222222222:role/target" },
        "targetRoleArn",
        'targetRoleArn must be of partition aws, as clusterArn is, got "arn:aws-us-gov:iam::222222222222:role/target"',
      ],
      [
        "a boundary of AWS in another partition",
        { permissionsBoundary: "arn:aws-cn:iam::aws:policy/ReadOnlyAccess" },
        "permissionsBoundary",
        'permissionsBoundary must be of partition aws, as clusterArn is, got "arn:aws-cn:iam::aws:policy/ReadOnlyAccess"',
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
        "a key of another region than the secret's",
        { secrets: [{ arn: foreign, keyArn: keyArn.replace("us-east-1", "eu-west-1") }] },
        "secrets[0].keyArn",
        `secrets[0].keyArn must be a key of us-east-1, the secret's region, got "${keyArn.replace("us-east-1", "eu-west-1")}"`,
      ],
      [
        "an encryption context that no secret has",
        { secrets: [{ arn: foreign, keyArn, encryptionContextArns: [] }] },
        "secrets[0].encryptionContextArns",
        "secrets[0].encryptionContextArns must be at least one ARN, got an empty list",
      ],
      [
        "an unknown style",
        { secrets: [{ arn: own, style: "loose" as PolicyStyle }] },
        "secrets[0].style",
        'secrets[0].style must be one of exact, attributes, got "loose"',
      ],
      [
        "a key of another region than the parameter's",
        { parameters: [{ arn: parameter, keyArn: keyArn.replace("us-east-1", "eu-west-1") }] },
        "parameters[0].keyArn",
        `parameters[0].keyArn must be a key of us-east-1, the parameter's region, got "${keyArn.replace("us-east-1", "eu-west-1")}"`,
      ],
      [
        "a parameter of another account",
        { parameters: [{ arn: parameter.replace("111111111111", "222222222222") }] },
        "parameters[0].arn",
        'parameters[0].arn must be a parameter of account 111111111111, got "arn:aws:ssm:us-east-1:222222222222:parameter/shop/flags"; Parameter Store is not read across accounts here, use a secret',
      ],
      [
        "a role's name of 65 characters",
        { roleName: "r".repeat(65) },
        "roleName",
        `roleName must be at most 64 letters, digits and characters of _+=,.@-, got "${"r".repeat(65)}"`,
      ],
      [
        "a role's path without its final slash",
        { rolePath: "/pods" },
        "rolePath",
        'rolePath must be a path that begins and ends with a slash, such as /pods/, without spaces and *?$, got "/pods"',
      ],
      [
        "a boundary of another account",
        { permissionsBoundary: "arn:aws:iam::222222222222:policy/boundary" },
        "permissionsBoundary",
        'permissionsBoundary must be a policy of AWS or of account 111111111111, the role\'s own, got "arn:aws:iam::222222222222:policy/boundary"',
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
