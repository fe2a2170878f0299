import * as pulumi from "@pulumi/pulumi";

import { PodSecret, type PodSecretArgs, PolicyStyle } from "../../../sdk";
import { foreign, keyArn, reader, roleArn, secretArn } from "./pod-secret-args";
import { rejectsEach, rejectsLater } from "./rejects";

const inOwnersAccount = (arn: string) => arn.replace("111111111111", "222222222222");

describe("PodSecret", () => {
  describe("rejectsEach, once it knows the account,", () => {
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
    rejectsEach((args: PodSecretArgs) => new PodSecret("db", args), {
      "secretName is required unless existingSecretArn is given": {},
      "secretName cannot be set with existingSecretArn: only the resource policy of an existing secret is managed":
        { existingSecretArn: secretArn, secretName: "x" },
      "keyArn is required because other accounts read the secret; the AWS managed key serves one account only":
        { ...foreign, keyArn: undefined },
      [`replicas[0].keyArn must be a key of us-west-2, the replica's region, got "${keyArn}"`]: {
        secretName: "db",
        replicas: [{ region: "us-west-2", keyArn }],
      },
      'replicas[1].region must be a region of its own, got "us-west-2"': {
        secretName: "db",
        replicas: [{ region: "us-west-2" }, { region: "us-west-2" }],
      },
      "recoveryWindowInDays must be 0, or 7 to 30, got the number 1": {
        secretName: "db",
        recoveryWindowInDays: 1,
      },
      "rotation.automaticallyAfterDays must be a whole number from 1 to 1000, got the number 1001":
        {
          secretName: "db",
          rotation: {
            lambdaArn: "arn:aws:lambda:us-east-1:222222222222:function:rotate",
            automaticallyAfterDays: 1001,
          },
        },
      'readers[0].roleArn must be the full ARN of an IAM role, without wildcards, got "arn:aws:iam::111111111111:role/pods/*"':
        { ...foreign, readers: [{ reader, roleArn: "arn:aws:iam::111111111111:role/pods/*" }] },
      'readers[0].roleArn must be of account 111111111111, the cluster\'s, got "arn:aws:iam::333333333333:role/pods/x"':
        { ...foreign, readers: [{ reader, roleArn: "arn:aws:iam::333333333333:role/pods/x" }] },
      ...Object.fromEntries(
        [
          "arn:aws:iam:us-east-1:111111111111:role/orders-api",
          "arn:aws:iam::1111:role/orders-api",
          "arn:amazon:iam::111111111111:role/orders-api",
        ].map((roleArn) => [
          `readers[0].roleArn must be the full ARN of an IAM role, without wildcards, got "${roleArn}"`,
          { ...foreign, readers: [{ reader, roleArn }] },
        ]),
      ),
      ...Object.fromEntries(
        ["arn:aws:kms::222222222222:key/1", "arn:aws:kms:us-east-1:b:key/1"].map((arn) => [
          `keyArn must be the full ARN of a KMS key, without wildcards, got "${arn}"`,
          { ...foreign, keyArn: arn },
        ]),
      ),
      'sealedFor[0] must be of partition aws, as keyArn is, got "arn:aws-cn:iam::222222222222:role/admin"':
        { ...foreign, sealedFor: ["arn:aws-cn:iam::222222222222:role/admin"] },
      'rotation.lambdaArn must be a function of us-east-1, the secret\'s region, got "arn:aws:lambda:eu-west-1:222222222222:function:rotate"':
        {
          ...foreign,
          rotation: {
            lambdaArn: "arn:aws:lambda:eu-west-1:222222222222:function:rotate",
            automaticallyAfterDays: 30,
          },
        },
      "readers[1].reader must be another service account or role than that of readers[0]": {
        ...foreign,
        readers: [
          { reader, roleArn },
          { reader: { ...reader }, roleArn },
        ],
      },
      'readers[0].identity must be podIdentity with style attributes, got "irsa": other sessions have no tags to compare':
        {
          ...foreign,
          style: PolicyStyle.Attributes,
          tags: { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" },
          readers: [{ reader, roleArn, identity: "irsa" }],
        },
      'readers[0].reader.serviceAccount must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "*"':
        { ...foreign, readers: [{ reader: { ...reader, serviceAccount: "*" }, roleArn }] },
      'sealedFor[0] must be the full ARN of an IAM role, user or account root, without wildcards, got "arn:aws:iam::222222222222:role/*"':
        { secretName: "db", sealedFor: ["arn:aws:iam::222222222222:role/*"] },
      "tags must have kubernetes-namespace in style attributes, whose policies compare it with the pod's session":
        { ...foreign, style: PolicyStyle.Attributes, tags: { "eks-cluster-name": "shop" } },
    });
    rejectsEach((args: PodSecretArgs) => new PodSecret("db", args), {
      "keyArn is required because other accounts read the secret; the AWS managed key serves one account only":
        { ...foreign, keyArn: undefined, replicas: [{ region: "us-west-2" }] },
    });
  });
});
