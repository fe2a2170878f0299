import type { RoleDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../pods";
import { allow, allowTo, deny, denyTo, trusts } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  decryptStatement,
  ec2Trust,
  type KnownDeployment,
  known,
  named,
  one,
  oneReader,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  root,
  without,
} from "./deployment";
import { assume } from "./let-in";

const PARAMETER = `arn:aws:ssm:${the.REGION}:${the.OWNER}:parameter/billing/db`;
const LINKED = `arn:aws:iam::${the.PARTNER}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`;
const serviceLinkedOnly = {
  ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/aws-service-role/*" },
};

/** An organization whose resource control policy for the owner's account has this single statement. */
const underControl = (statement: object) => ({
  id: "o-a1b2c3d4e5",
  resourceControlPolicies: [{ account: the.OWNER, levels: [[policy(statement)]] }],
});

/** A reader that may use these actions on a parameter of its own account. */
function parameterOf(Action: string | string[], ...others: RoleDocuments[]): AccessDocuments {
  const policies = [policy(allow(Action, PARAMETER))];
  return {
    parameters: [{ arn: PARAMETER }],
    roles: [{ arn: the.OWN_ROLE, trust: podTrust(the.OWN_READER), policies }, ...others],
    associations: [{ ...the.OWN_READER, roleArn: the.OWN_ROLE }],
    grants: [{ reader: the.OWN_READER, secret: PARAMETER }],
  };
}

/** The same under a resource control policy that denies an action, with further roles that may do these things. */
function parameterUnderControl(denied: string, ...others: object[]): AccessDocuments {
  const auditors = others.map((one) => ({
    arn: the.AUDITOR,
    trust: ec2Trust,
    policies: [policy(one)],
  }));
  return {
    organization: underControl(denyTo("*", denied)),
    ...parameterOf("ssm:GetParameters", ...auditors),
  };
}

/** The one reader's secret, with this key. */
function elsewhere(key: string): KnownDeployment["documents"] {
  const documents = oneReader({ policies: [readPolicy(the.SECRET, key)] });
  return {
    ...documents,
    keys: documents.keys?.map((one) => ({ ...one, arn: key })) ?? null,
    secrets: documents.secrets?.map((one) => ({ ...one, key })) ?? null,
  };
}

const denyAll = denyTo("*", "secretsmanager:*");

const forPartner = (Action: string | string[]) => allowTo(root(the.PARTNER), Action);

/** The secret and its key admit a partner, and a perimeter around the owner's resources keeps it out. */
const perimeterOf = (membership: Record<string, string | string[]>) =>
  oneReader({
    secretAlso: [forPartner(the.READS)],
    keyAlso: [forPartner("kms:Decrypt")],
    more: {
      organization: underControl(
        denyTo("*", ["secretsmanager:*", "kms:*"], {
          StringNotEqualsIfExists: membership,
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        }),
      ),
    },
  });
const behindPerimeter = perimeterOf({ "aws:PrincipalOrgID": "o-a1b2c3d4e5" });
const byAccounts = perimeterOf({ "aws:PrincipalAccount": [the.CLUSTER_ACCOUNT, the.OWNER] });

/** Documents from an export of a whole account, or of part of it. */
export const exported = named({
  "a resource control policy about parameters, which none reaches": known(
    parameterUnderControl("ssm:GetParameters"),
  ),
  "a resource control policy that is to keep an auditor from a parameter": known(
    `read-exclusive:${PARAMETER}`,
    parameterUnderControl("ssm:GetParameter", allow("ssm:GetParameter", PARAMETER)),
  ),
  "a control policy that keeps instances' credentials in their network, which no pod has": one({
    more: {
      organization: {
        serviceControlPolicies: [
          {
            account: the.CLUSTER_ACCOUNT,
            levels: [
              [
                policy(
                  allow("*"),
                  deny("*", "*", {
                    StringNotEquals: { "aws:Ec2InstanceSourceVpc": variable("aws:SourceVpc") },
                    Null: { "ec2:SourceInstanceARN": "false" },
                    BoolIfExists: { "aws:ViaAWSService": "false" },
                  }),
                ),
              ],
            ],
          },
        ],
      },
    },
  }),
  "a parameter's role that reads it by itself as well": known(
    parameterOf(["ssm:GetParameter", "ssm:GetParameters"]),
  ),
  "a parameter's role that reads its history as well": known(
    `role-contained:${the.OWN_ROLE}`,
    parameterOf("ssm:GetParameter*"),
  ),
  "a perimeter of the organization that keeps out a partner whom secret and key let in": known(
    "secret-bounded key-bounded",
    behindPerimeter,
  ),
  "the same without taking service-linked roles, which no perimeter binds, to read nothing":
    without(
      "service-linked-roles",
      known("secret-bounded key-bounded read-exclusive", behindPerimeter),
    ),
  "a service-linked role of the partner's that the documents have, behind a perimeter of accounts":
    known("secret-bounded key-bounded read-exclusive", {
      ...byAccounts,
      roles: [
        ...(byAccounts.roles ?? []),
        { arn: LINKED, trust: null, policies: [readPolicy(the.SECRET)] },
      ],
    }),
  "the same service-linked role, which names no secret but reads all": known(
    "secret-bounded key-bounded read-exclusive",
    {
      ...byAccounts,
      roles: [
        ...(byAccounts.roles ?? []),
        { arn: LINKED, trust: null, policies: [policy(allow([...the.READS, "kms:Decrypt"]))] },
      ],
    },
  ),
  "service-linked roles let in where no control policy makes them an exception": one(
    "secret-bounded key-bounded read-exclusive",
    {
      secretAlso: [
        { ...readStatement(the.ROLE, the.BILLING), Principal: "*", Condition: serviceLinkedOnly },
      ],
      keyAlso: [
        { ...decryptStatement(the.ROLE, the.SECRET), Principal: "*", Condition: serviceLinkedOnly },
      ],
    },
  ),
  "a Deny of credentials without a time of issue, which every session has": one({
    secretAlso: [{ ...denyAll, Condition: { Null: { "aws:TokenIssueTime": "true" } } }],
  }),
  "a Deny of sessions that were made before some day, as pods' may be": one("grant-available", {
    secretAlso: [
      { ...denyAll, Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } } },
    ],
  }),
  "a key of another region than its secret": known(
    "grant-available",
    elsewhere(the.KEY.replace(the.REGION, "eu-west-1")),
  ),
  "another pod's role in the trust, which takes that pod's tags along": one(
    `role-unforgeable role-contained:${the.OTHER_ROLE}`,
    {
      more: {
        roles: [
          {
            arn: the.ROLE,
            trust: {
              Statement: [
                ...podTrust(the.BILLING).Statement,
                trusts({ AWS: the.OTHER_ROLE }, assume),
              ],
            },
            policies: [readPolicy(the.SECRET)],
          },
          {
            arn: the.OTHER_ROLE,
            trust: podTrust(the.REPORTS),
            policies: [policy(allow(assume, the.ROLE))],
          },
        ],
        associations: [
          { ...the.BILLING, roleArn: the.ROLE },
          { ...the.REPORTS, roleArn: the.OTHER_ROLE },
        ],
      },
    },
  ),
});
