import { deepStrictEqual, notStrictEqual } from "node:assert";

import {
  podRoleAssumePolicy,
  podRoleTrust,
  targetRoleTrust,
  tokenTrustSid,
} from "../../../sdk/policy";
import { reader, roleArn } from "./scope";

const tags = {
  "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:111111111111:cluster/ascp-podidentity",
  "aws:RequestTag/kubernetes-namespace": "default",
  "aws:RequestTag/kubernetes-service-account": "serviceaccount-b",
};

describe("podRoleTrust", () => {
  it("lets EKS Pod Identity alone assume the role, for one service account of one cluster", () => {
    deepStrictEqual(podRoleTrust(reader), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EksPodIdentity",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: { StringEquals: { ...tags, "aws:SourceAccount": "111111111111" } },
        },
      ],
    });
  });

  const provider =
    "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
  const token = {
    Sid: tokenTrustSid(reader),
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:aud": "sts.amazonaws.com",
        "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub":
          "system:serviceaccount:default:serviceaccount-b",
      },
    },
  };

  it("lets the tokens of one service account of one cluster alone assume the role of irsa", () => {
    const trust = podRoleTrust(reader, { identity: "irsa", oidcProviderArn: provider });
    deepStrictEqual(trust.Statement, [token]);
  });

  it("lets either assume the role of both", () => {
    const trust = podRoleTrust(reader, { identity: "both", oidcProviderArn: provider });
    deepStrictEqual(trust.Statement, [...podRoleTrust(reader).Statement, token]);
  });

  it("tells the same service account of two clusters apart by its Sid", () => {
    const other = { ...reader, clusterArn: `${reader.clusterArn}-2` };
    notStrictEqual(tokenTrustSid(other), tokenTrustSid(reader));
  });
});

describe("targetRoleTrust", () => {
  const statement = {
    Sid: "ReaderRole",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn }, StringEquals: tags },
  };

  it("lets the reader's role alone assume it, with the reader's tags", () => {
    deepStrictEqual(targetRoleTrust({ reader, roleArn }), {
      Version: "2012-10-17",
      Statement: [statement],
    });
  });

  it("demands the organization where one is given", () => {
    deepStrictEqual(
      targetRoleTrust({ reader, roleArn, organizationId: "o-exampleorg" }).Statement,
      [
        {
          ...statement,
          Condition: {
            ...statement.Condition,
            StringEquals: { "aws:PrincipalOrgID": "o-exampleorg", ...tags },
          },
        },
      ],
    );
  });

  it("names the account of the role's own partition", () => {
    const chinese = "arn:aws-cn:iam::111111111111:role/pods/orders";
    deepStrictEqual(targetRoleTrust({ reader, roleArn: chinese }).Statement[0]?.Principal, {
      AWS: "arn:aws-cn:iam::111111111111:root",
    });
  });
});

describe("podRoleAssumePolicy", () => {
  it("lets the role become its target role and nothing else", () => {
    deepStrictEqual(podRoleAssumePolicy("arn:aws:iam::222222222222:role/orders"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AssumeTargetRole",
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Resource: "arn:aws:iam::222222222222:role/orders",
        },
      ],
    });
  });
});
