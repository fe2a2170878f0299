import * as pulumi from "@pulumi/pulumi";

import { PodSecret, type PodSecretArgs, PolicyStyle } from "../../../sdk";
import { foreign, keyArn, reader, roleArn, secretArn } from "./pod-secret-args";
import { rejects, rejectsLater } from "./rejects";

const inOwnersAccount = (arn: string) => arn.replace("111111111111", "222222222222");

describe("PodSecret", () => {
  describe("rejects, once it knows the account,", () => {
    const later: [string, PodSecretArgs, RegExp][] = [
      [
        "a reader of the secret's own account",
        {
          ...foreign,
          readers: [
            {
              reader: { ...reader, clusterArn: inOwnersAccount(reader.clusterArn) },
              roleArn: inOwnersAccount(roleArn),
            },
          ],
        },
        /readers\[0\]\.roleArn must be a role of another account than 222222222222/,
      ],
      [
        "a reader of another partition than the secret",
        {
          ...foreign,
          keyArn: pulumi.output(keyArn),
          readers: [
            {
              reader: {
                ...reader,
                clusterArn: "arn:aws-cn:eks:cn-north-1:111111111111:cluster/shop",
              },
              roleArn: "arn:aws-cn:iam::111111111111:role/pods/orders-api",
            },
          ],
        },
        /readers\[0\]\.reader\.clusterArn must be of partition aws, as keyArn is/,
      ],
      [
        "two statements with one Sid",
        { ...foreign, sealedFor: [], extraPolicyStatements: [{ Sid: "Sealed", Effect: "Allow" }] },
        /extraPolicyStatements must have Sids of their own, got "Sealed" twice/,
      ],
      [
        "a statement without a Sid",
        { ...foreign, extraPolicyStatements: [{ Effect: "Deny", Principal: "*" }] },
        /extraPolicyStatements must have Sids of their own, got a statement without one/,
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

  it("rejects what is secret without a word of it", () =>
    rejectsLater(
      () => new PodSecret("db", { ...foreign, sealedFor: [pulumi.secret("marzipan")] }),
      /: PodSecret db: sealedFor\[0\] is refused; an argument is secret, so the reason is not shown$/,
      { accounts: { "": "222222222222" } },
    ));

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
        'secretName must be at most 512 letters, digits and characters of /_+=.@-, got "orders db"',
      ],
      [
        "readers of other accounts without a customer managed key",
        { ...foreign, keyArn: undefined },
        "keyArn",
        "keyArn is required because other accounts read the secret; the AWS managed key serves one account only",
      ],
      [
        "an alias for a key",
        { ...foreign, keyArn: "arn:aws:kms:us-east-1:222222222222:alias/orders" },
        "keyArn",
        'keyArn must be the full ARN of a KMS key, without wildcards, got "arn:aws:kms:us-east-1:222222222222:alias/orders"',
      ],
      [
        "readers of other accounts where no replica has a customer managed key either",
        { ...foreign, keyArn: undefined, replicas: [{ region: "us-west-2" }] },
        "keyArn",
        "keyArn is required because other accounts read the secret; the AWS managed key serves one account only",
      ],
      [
        "a replica's key of another region",
        { secretName: "db", replicas: [{ region: "us-west-2", keyArn }] },
        "replicas[0].keyArn",
        `replicas[0].keyArn must be a key of us-west-2, the replica's region, got "${keyArn}"`,
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
        "recoveryWindowInDays must be 0, or 7 to 30, got the number 1",
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
        "rotation.automaticallyAfterDays must be a whole number from 1 to 1000, got the number 1001",
      ],
      [
        "a wildcard in a role, which ArnEquals would honour",
        { ...foreign, readers: [{ reader, roleArn: "arn:aws:iam::111111111111:role/pods/*" }] },
        "readers[0].roleArn",
        'readers[0].roleArn must be the full ARN of an IAM role, without wildcards, got "arn:aws:iam::111111111111:role/pods/*"',
      ],
      [
        "a role of another account than the reader's cluster, which no pod of it can become",
        { ...foreign, readers: [{ reader, roleArn: "arn:aws:iam::333333333333:role/pods/x" }] },
        "readers[0].roleArn",
        'readers[0].roleArn must be of account 111111111111, the cluster\'s, got "arn:aws:iam::333333333333:role/pods/x"',
      ],
      ...[
        "arn:aws:iam:us-east-1:111111111111:role/orders-api",
        "arn:aws:iam::1111:role/orders-api",
        "arn:amazon:iam::111111111111:role/orders-api",
      ].map((arn): [string, PodSecretArgs, string, string] => [
        `${arn}, which no role has`,
        { ...foreign, readers: [{ reader, roleArn: arn }] },
        "readers[0].roleArn",
        `readers[0].roleArn must be the full ARN of an IAM role, without wildcards, got "${arn}"`,
      ]),
      ...["arn:aws:kms::222222222222:key/1", "arn:aws:kms:us-east-1:b:key/1"].map(
        (arn): [string, PodSecretArgs, string, string] => [
          `${arn}, which no key has`,
          { ...foreign, keyArn: arn },
          "keyArn",
          `keyArn must be the full ARN of a KMS key, without wildcards, got "${arn}"`,
        ],
      ),
      [
        "a seal for a principal of another partition than the key",
        { ...foreign, sealedFor: ["arn:aws-cn:iam::222222222222:role/admin"] },
        "sealedFor[0]",
        'sealedFor[0] must be of partition aws, as keyArn is, got "arn:aws-cn:iam::222222222222:role/admin"',
      ],
      [
        "a rotation function of another region than the key",
        {
          ...foreign,
          rotation: {
            lambdaArn: "arn:aws:lambda:eu-west-1:222222222222:function:rotate",
            automaticallyAfterDays: 30,
          },
        },
        "rotation.lambdaArn",
        'rotation.lambdaArn must be a function of us-east-1, the secret\'s region, got "arn:aws:lambda:eu-west-1:222222222222:function:rotate"',
      ],
      [
        "a reader twice",
        {
          ...foreign,
          readers: [
            { reader, roleArn },
            { reader: { ...reader }, roleArn },
          ],
        },
        "readers[1].reader",
        "readers[1].reader must be another service account than that of readers[0]",
      ],
      [
        "a wildcard in a service account, which StringEquals takes literally",
        { ...foreign, readers: [{ reader: { ...reader, serviceAccount: "*" }, roleArn }] },
        "readers[0].reader.serviceAccount",
        'readers[0].reader.serviceAccount must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "*"',
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
        'organizationId must be an AWS Organizations id, such as o-exampleorg, got "example"',
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
        'style must be one of exact, attributes, got "loose"',
      ],
    ];
    for (const [what, args, propertyPath, reason] of cases) {
      it(`rejects ${what}`, () => rejects(() => new PodSecret("db", args), propertyPath, reason));
    }
  });
});
