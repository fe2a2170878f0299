import { deepStrictEqual, strictEqual } from "node:assert";

import { secretResourcePolicy } from "../../../sdk/policy";
import { stableSid } from "../../../sdk/policy/document";
import { reader, roleArn, sids } from "./scope";

const ownerAccount = "222222222222";
const readerSid = stableSid(
  ["Reader", "default", "serviceaccount-b"],
  reader.clusterArn,
  "default",
  "serviceaccount-b",
);
const statement = {
  Sid: readerSid,
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111111111111:root" },
  Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  Resource: "*",
  Condition: {
    ArnEquals: { "aws:PrincipalArn": roleArn },
    StringEquals: {
      "aws:PrincipalTag/eks-cluster-arn":
        "arn:aws:eks:us-east-1:111111111111:cluster/ascp-podidentity",
      "aws:PrincipalTag/kubernetes-namespace": "default",
      "aws:PrincipalTag/kubernetes-service-account": "serviceaccount-b",
    },
  },
};

describe("secretResourcePolicy", () => {
  it("lets one role of another account read, with one reader's session tags", () => {
    deepStrictEqual(secretResourcePolicy({ ownerAccount, readers: [{ reader, roleArn }] }), {
      Version: "2012-10-17",
      Statement: [statement],
    });
  });

  it("is not needed for readers of the owner's own account", () => {
    strictEqual(
      secretResourcePolicy({ ownerAccount: "111111111111", readers: [{ reader, roleArn }] }),
      undefined,
    );
  });

  for (const identity of ["irsa", "both"] as const) {
    it(`demands the role alone of a reader whose sessions may have no tags: ${identity}`, () => {
      const readers = [{ reader, roleArn, identity }];
      const { ArnEquals } = statement.Condition;
      deepStrictEqual(secretResourcePolicy({ ownerAccount, readers })?.Statement, [
        { ...statement, Condition: { ArnEquals } },
      ]);
      const organizationId = "o-exampleorg";
      deepStrictEqual(
        secretResourcePolicy({ ownerAccount, readers, organizationId })?.Statement[0]?.Condition,
        { ArnEquals, StringEquals: { "aws:PrincipalOrgID": organizationId } },
      );
    });
  }

  it("lets a reader in as a further role too, and leaves its first statement as it is", () => {
    const former = "arn:aws:iam::111111111111:role/by-hand";
    const both = secretResourcePolicy({
      ownerAccount,
      readers: [
        { reader, roleArn },
        { reader, roleArn: former },
      ],
    });
    deepStrictEqual(
      both?.Statement.find(({ Sid }) => Sid === readerSid),
      statement,
    );
    const [other, ...more] = both?.Statement.filter(({ Sid }) => Sid !== readerSid) ?? [];
    deepStrictEqual(more, []);
    deepStrictEqual(other?.Condition, {
      ...statement.Condition,
      ArnEquals: { "aws:PrincipalArn": former },
    });
  });

  it("demands the organization where one is given", () => {
    const policy = secretResourcePolicy({
      ownerAccount,
      readers: [{ reader, roleArn }],
      organizationId: "o-exampleorg",
    });
    deepStrictEqual(policy?.Statement[0]?.Condition?.StringEquals, {
      ...statement.Condition.StringEquals,
      "aws:PrincipalOrgID": "o-exampleorg",
    });
  });

  it("adds tag conditions to the pins in the attribute style, and replaces none", () => {
    const policy = secretResourcePolicy({
      ownerAccount,
      readers: [{ reader, roleArn }],
      style: "attributes",
    });
    deepStrictEqual(policy?.Statement[0]?.Condition, {
      ...statement.Condition,
      StringEquals: {
        ...statement.Condition.StringEquals,
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: IAM policy variables
        "aws:ResourceTag/eks-cluster-name": "${aws:PrincipalTag/eks-cluster-name}",
        "aws:ResourceTag/kubernetes-namespace": "${aws:PrincipalTag/kubernetes-namespace}",
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: IAM policy variables
      },
    });
  });

  it("seals the value against every principal that is not named, whatever the account", () => {
    const policy = secretResourcePolicy({
      ownerAccount,
      readers: [],
      sealedFor: ["arn:aws:iam::222222222222:role/admin", "arn:aws:iam::111111111111:role/orders"],
    });
    deepStrictEqual(policy?.Statement, [
      {
        Sid: "Sealed",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
        Condition: {
          ArnNotEquals: {
            "aws:PrincipalArn": [
              "arn:aws:iam::111111111111:role/orders",
              "arn:aws:iam::222222222222:role/admin",
            ],
          },
        },
      },
    ]);
  });

  it("keeps the user's own statements as they are, after its own", () => {
    const own = {
      Sid: "DenyOutsideNetwork",
      Effect: "Deny" as const,
      Principal: "*" as const,
      Action: "secretsmanager:*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } },
    };
    const policy = secretResourcePolicy({
      ownerAccount,
      readers: [{ reader, roleArn }],
      extraStatements: [own],
    });
    deepStrictEqual(policy?.Statement, [statement, own]);
  });

  it("gives every reader a statement of its own, so that no namespace meets another's service account", () => {
    const other = { ...reader, namespace: "payments", serviceAccount: "api" };
    const readers = [
      { reader, roleArn },
      { reader: other, roleArn: "arn:aws:iam::111111111111:role/payments" },
    ];
    const both = secretResourcePolicy({ ownerAccount, readers });
    strictEqual(new Set(sids(both)).size, 2);
    deepStrictEqual(both, secretResourcePolicy({ ownerAccount, readers: readers.toReversed() }));
  });

  it("tells apart readers whose names differ only in punctuation", () => {
    const dashed = { ...reader, serviceAccount: "a-b" };
    const dotted = { ...reader, serviceAccount: "a.b" };
    const policy = secretResourcePolicy({
      ownerAccount,
      readers: [
        { reader: dashed, roleArn },
        { reader: dotted, roleArn },
      ],
    });
    strictEqual(new Set(sids(policy)).size, 2);
  });
});
