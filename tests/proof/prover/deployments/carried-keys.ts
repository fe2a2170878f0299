import { allow, allowTo, deny, trusts } from "../../statements";
import * as the from "./deployment";
import {
  knownOf,
  named,
  one,
  oneReader,
  ownerStatement,
  policy,
  readStatement,
  root,
} from "./deployment";

const everything = allow("*");

/** The one reader. The service control policy of its account denies what meets the condition. */
const denied = knownOf((Condition: object, Action: string | string[] = "*") => {
  const scp = policy(deny(Action, "*", Condition));
  return oneReader({
    more: {
      organization: {
        id: "o-a1b2c3d4e5",
        serviceControlPolicies: [
          {
            account: the.CLUSTER_ACCOUNT,
            levels: [[policy(everything)], [policy(everything), scp]],
          },
          { account: the.OWNER, levels: [[policy(everything)]] },
        ],
      },
    },
  });
});

/** The one reader, and a partner that the secret's policy admits under the condition. */
const letIn = knownOf((Condition: object, Action: string[] = the.READS) => {
  const other = allowTo(root(the.PARTNER), Action, Condition);
  const key = allowTo(root(the.PARTNER), "kms:Decrypt");
  return oneReader({ secretAlso: [other], keyAlso: [key] });
});

/** Condition keys that requests for a secret carry, or cannot carry. */
export const carriedKeys = named({
  "a tag that no read has in its request keeps no pod out": denied({
    StringEquals: { "aws:RequestTag/stage": "test" },
  }),
  "tag keys that no read has in its request keep no pod out": denied(
    { "ForAnyValue:StringLike": { "aws:TagKeys": "perimeter:*" } },
    "secretsmanager:*",
  ),
  "tag keys of EKS Pod Identity keep pods out where the trust denies them": one("grant-available", {
    trustAlso: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sts:*",
        Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": "kubernetes-*" } },
      },
    ],
  }),
  "a service to which a role is passed keeps no pod out": denied({
    StringLike: { "iam:PassedToService": "*" },
  }),
  "a prefix of S3 keeps no pod out": denied({ StringLike: { "s3:prefix": "private/*" } }),
  "the delivery of an instance's role keeps no pod out": denied({
    NumericLessThan: { "ec2:RoleDelivery": "2" },
  }),
  "services in between keep no pod out that calls itself": denied(
    { "ForAnyValue:StringLike": { "aws:CalledVia": "*" } },
    "secretsmanager:*",
  ),
  "a server of AWS that agents use keeps no pod out that calls itself": denied({
    Bool: { "aws:ViaAWSMCPService": "true" },
  }),
  "nor does its name": denied({ StringLike: { "aws:CalledViaAWSMCP": "*" } }),
  "to let in agents alone keeps pods out": denied("grant-available", {
    BoolIfExists: { "aws:ViaAWSMCPService": "false" },
  }),
  "a stage of a version keeps pods out that ask for it": denied("grant-available", {
    StringEquals: { "secretsmanager:VersionStage": "AWSPREVIOUS" },
  }),
  "a key that no list knows may keep pods out": denied("grant-available", {
    StringEquals: { "example:Whatever": "x" },
  }),
  "a key of S3 that no list knows may keep pods out": denied("grant-available", {
    StringEquals: { "s3:AddedTomorrow": "x" },
  }),
  "a prefix of S3 lets nobody read": letIn("key-bounded", {
    StringLike: { "s3:prefix": "private/*" },
  }),
  "a tag in the request lets nobody read": letIn("key-bounded", {
    StringEquals: { "aws:RequestTag/stage": "test" },
  }),
  "a tag in the request lets in where the action passes tags": letIn(
    "secret-bounded key-bounded",
    { StringEquals: { "aws:RequestTag/stage": "test" } },
    ["secretsmanager:*"],
  ),
  "a version lets nobody describe": letIn(
    "key-bounded",
    { StringLike: { "secretsmanager:VersionStage": "*" } },
    [the.READS[1] ?? ""],
  ),
  "a key that no list knows may let in": letIn("secret-bounded key-bounded read-exclusive", {
    StringEquals: { "example:Whatever": "x" },
  }),
  "a key that no list knows may have several values": letIn(
    "secret-bounded key-bounded read-exclusive",
    {
      "ForAnyValue:StringEquals": { "example:Whatever": "x" },
      "ForAnyValue:StringLike": { "example:Whatever": "y*" },
    },
  ),
  "a role's own tag, as IAM spells it, may open its trust": one("role-unforgeable", {
    roleTags: { team: "billing" },
    trustAlso: [
      trusts(root(the.PARTNER), "sts:AssumeRole", {
        StringEquals: { "iam:ResourceTag/team": "billing" },
      }),
    ],
  }),
});

const ENDPOINT = "vpce-0a1b2c3d";

const through = knownOf((endpointPolicy: object | null, asked: object | null = null) => {
  const partner = { ...readStatement(the.ROLE, the.BILLING), Principal: { AWS: the.PARTNER } };
  const decryption = {
    ...trusts({ AWS: [the.ROLE, the.PARTNER] }, "kms:Decrypt"),
    ...{ Resource: "*", Condition: { StringEquals: { "kms:ViaService": the.VIA_SERVICE } } },
  };
  return oneReader({
    secretAlso: [...(asked ? [{ ...partner, Condition: asked }] : [])],
    ...(asked && { keyPolicy: policy(ownerStatement, decryption) }),
    more: {
      vpcEndpoints: [
        {
          arn: `arn:aws:ec2:${the.REGION}:${the.CLUSTER_ACCOUNT}:vpc-endpoint/${ENDPOINT}`,
          service: `com.amazonaws.${the.REGION}.secretsmanager`,
          vpc: "vpc-0a1b2c3d",
          policy: endpointPolicy,
        },
      ],
    },
  });
});

const everyone = allowTo("*", "*");
const ofReader = policy({
  ...everyone,
  Condition: { ArnEquals: { "aws:PrincipalArn": the.ROLE } },
});
const itself = { StringEquals: { "aws:SourceVpce": ENDPOINT } };

/** VPC endpoints, and who may use them. */
export const networks = named({
  "An endpoint for the reader's role alone": through(ofReader),
  "An endpoint with AWS's own policy": through(null),
  "An endpoint that lets pods list, and not read": through(
    "grant-available",
    policy({ ...everyone, Action: "secretsmanager:ListSecrets" }),
  ),
  "An endpoint that knows nothing of the pods' second read": through(
    "grant-available",
    policy({ ...everyone, Action: the.READS[0] }),
  ),
  "A partner let in through an endpoint that keeps it out": through(
    "secret-bounded key-bounded",
    ofReader,
    itself,
  ),
  "A partner let in through an endpoint that lets in everyone": through(
    "secret-bounded key-bounded read-exclusive",
    policy(everyone),
    itself,
  ),
  "A partner let in from a VPC, which may have other endpoints": through(
    "secret-bounded key-bounded read-exclusive",
    ofReader,
    { StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } },
  ),
});
