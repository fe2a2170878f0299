import type { ClaimId } from "../../../../proof/prover/claims/claim";
import { variable } from "../../support";
import {
  AUDITOR,
  BILLING,
  CLUSTER_ACCOUNT,
  decryptStatement,
  ec2Trust,
  KEY,
  type KnownDeployment,
  OTHER_ROLE,
  OWN_READER,
  OWN_ROLE,
  OWNER,
  oneReader,
  ownerStatement,
  PARTNER,
  podTrust,
  policy,
  READS,
  REGION,
  REPORTS,
  ROLE,
  readPolicy,
  readStatement,
  root,
  SECRET,
} from "./deployment";
import { assume } from "./let-in";

const PARAMETER = `arn:aws:ssm:${REGION}:${OWNER}:parameter/billing/db`;
const LINKED = `arn:aws:iam::${PARTNER}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`;
const serviceLinkedOnly = {
  ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" },
};

/** A reader of its own account's parameter, which a resource control policy denies, and whoever else may read it. */
function parameterUnderControl(denied: string, others: object[]): KnownDeployment["documents"] {
  const deny = policy({ Effect: "Deny", Principal: "*", Action: denied, Resource: "*" });
  return {
    organization: {
      id: "o-a1b2c3d4e5",
      resourceControlPolicies: [{ account: OWNER, levels: [[deny]] }],
    },
    parameters: [{ arn: PARAMETER }],
    roles: [
      {
        arn: OWN_ROLE,
        trust: podTrust(OWN_READER),
        policies: [policy({ Effect: "Allow", Action: "ssm:GetParameters", Resource: PARAMETER })],
      },
      ...others.map((statement) => ({
        arn: AUDITOR,
        trust: ec2Trust,
        policies: [policy(statement)],
      })),
    ],
    associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
    grants: [{ reader: OWN_READER, secret: PARAMETER }],
  };
}

/** The one reader's secret, with this key. */
function elsewhere(key: string): KnownDeployment["documents"] {
  const documents = oneReader({ policies: [readPolicy(SECRET, key)] });
  return {
    ...documents,
    keys: documents.keys?.map((one) => ({ ...one, arn: key })) ?? null,
    secrets: documents.secrets?.map((one) => ({ ...one, key })) ?? null,
  };
}

const denyAll = { Effect: "Deny", Principal: "*", Action: "secretsmanager:*", Resource: "*" };

/** A reader of its own account's parameter, by these actions. */
function parameterOf(Action: string | string[]): KnownDeployment["documents"] {
  const policies = [policy({ Effect: "Allow", Action, Resource: PARAMETER })];
  return {
    parameters: [{ arn: PARAMETER }],
    roles: [{ arn: OWN_ROLE, trust: podTrust(OWN_READER), policies }],
    associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
    grants: [{ reader: OWN_READER, secret: PARAMETER }],
  };
}

const forPartner = (Action: string | string[]) => ({
  Effect: "Allow",
  Principal: root(PARTNER),
  Action,
  Resource: "*",
});

const perimeterOf = (membership: Record<string, string | string[]>) => ({
  documents: oneReader({
    secretPolicy: policy(readStatement(ROLE, BILLING), forPartner(READS)),
    keyPolicy: policy(ownerStatement, decryptStatement(ROLE, SECRET), forPartner("kms:Decrypt")),
    more: {
      organization: {
        id: "o-a1b2c3d4e5",
        resourceControlPolicies: [
          {
            account: OWNER,
            levels: [
              [
                policy({
                  Effect: "Deny",
                  Principal: "*",
                  Action: ["secretsmanager:*", "kms:*"],
                  Resource: "*",
                  Condition: {
                    StringNotEqualsIfExists: membership,
                    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
                  },
                }),
              ],
            ],
          },
        ],
      },
    },
  }),
  refuted: [
    ["secret-bounded", SECRET],
    ["key-bounded", KEY],
    ["read-exclusive", SECRET],
  ] as [ClaimId, string][],
});
const behindPerimeter = perimeterOf({ "aws:PrincipalOrgID": "o-a1b2c3d4e5" });
const byAccounts = perimeterOf({ "aws:PrincipalAccount": [CLUSTER_ACCOUNT, OWNER] }).documents;

/** Documents as an export of a whole account has them, or has them in part. */
export const exported: KnownDeployment[] = [
  {
    title: "a resource control policy about parameters, which none reaches",
    documents: parameterUnderControl("ssm:GetParameters", []),
  },
  {
    title: "a resource control policy that is to keep an auditor from a parameter",
    documents: parameterUnderControl("ssm:GetParameter", [
      { Effect: "Allow", Action: "ssm:GetParameter", Resource: PARAMETER },
    ]),
    refuted: [["read-exclusive", PARAMETER]],
  },
  {
    title: "a control policy that keeps instances' credentials in their network, which no pod has",
    documents: oneReader({
      more: {
        organization: {
          serviceControlPolicies: [
            {
              account: CLUSTER_ACCOUNT,
              levels: [
                [
                  policy(
                    { Effect: "Allow", Action: "*", Resource: "*" },
                    {
                      Effect: "Deny",
                      Action: "*",
                      Resource: "*",
                      Condition: {
                        StringNotEquals: { "aws:Ec2InstanceSourceVpc": variable("aws:SourceVpc") },
                        Null: { "ec2:SourceInstanceARN": "false" },
                        BoolIfExists: { "aws:ViaAWSService": "false" },
                      },
                    },
                  ),
                ],
              ],
            },
          ],
        },
      },
    }),
  },
  {
    title: "a parameter's role that reads it by itself as well",
    documents: parameterOf(["ssm:GetParameter", "ssm:GetParameters"]),
  },
  {
    title: "a parameter's role that reads its history as well",
    documents: parameterOf("ssm:GetParameter*"),
    refuted: [["role-contained", OWN_ROLE]],
  },
  {
    title: "a perimeter of the organization that keeps out a partner whom secret and key let in",
    ...behindPerimeter,
    refuted: behindPerimeter.refuted.slice(0, 2),
  },
  {
    title:
      "the same without taking service-linked roles, which no perimeter binds, to read nothing",
    ...behindPerimeter,
    drop: ["service-linked-roles"],
  },
  {
    title:
      "a service-linked role of the partner's that the documents have, behind a perimeter of accounts",
    documents: {
      ...byAccounts,
      roles: [
        ...(byAccounts.roles ?? []),
        { arn: LINKED, trust: null, policies: [readPolicy(SECRET)] },
      ],
    },
    refuted: [
      ["secret-bounded", SECRET],
      ["key-bounded", KEY],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "the same service-linked role, which names no secret but reads all",
    documents: {
      ...byAccounts,
      roles: [
        ...(byAccounts.roles ?? []),
        {
          arn: LINKED,
          trust: null,
          policies: [policy({ Effect: "Allow", Action: [...READS, "kms:Decrypt"], Resource: "*" })],
        },
      ],
    },
    refuted: [
      ["secret-bounded", SECRET],
      ["key-bounded", KEY],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "service-linked roles let in where no control policy makes them an exception",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        ...readStatement(ROLE, BILLING),
        Principal: "*",
        Condition: serviceLinkedOnly,
      }),
      keyPolicy: policy(ownerStatement, decryptStatement(ROLE, SECRET), {
        ...decryptStatement(ROLE, SECRET),
        Principal: "*",
        Condition: serviceLinkedOnly,
      }),
    }),
    refuted: [
      ["secret-bounded", SECRET],
      ["key-bounded", KEY],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a Deny of credentials without a time of issue, which every session has",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        ...denyAll,
        Condition: { Null: { "aws:TokenIssueTime": "true" } },
      }),
    }),
  },
  {
    title: "a Deny of sessions that were made before some day, as pods' may be",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        ...denyAll,
        Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a key of another region than its secret",
    documents: elsewhere(KEY.replace(REGION, "eu-west-1")),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "another pod's role in the trust, which takes that pod's tags along",
    documents: oneReader({
      more: {
        roles: [
          {
            arn: ROLE,
            trust: {
              Statement: [
                ...podTrust(BILLING).Statement,
                { Effect: "Allow", Principal: { AWS: OTHER_ROLE }, Action: assume },
              ],
            },
            policies: [readPolicy(SECRET)],
          },
          {
            arn: OTHER_ROLE,
            trust: podTrust(REPORTS),
            policies: [policy({ Effect: "Allow", Action: assume, Resource: ROLE })],
          },
        ],
        associations: [
          { ...BILLING, roleArn: ROLE },
          { ...REPORTS, roleArn: OTHER_ROLE },
        ],
      },
    }),
    refuted: [
      ["role-unforgeable", ROLE],
      ["role-contained", OTHER_ROLE],
    ],
  },
];
