import { serviceTrust } from "../../../sandbox/eks-support";
import { A, B } from "../../../sandbox/support";
import { C } from "../live-sandbox";

/** What the cases try to read: a secret of B with its own key, a secret of A with the AWS managed key, and a parameter of A. */
export interface Targets {
  foreign: string;
  own: string;
  parameter: string;
  /** The key of `foreign`. */
  key: string;
}
export type Target = "foreign" | "own" | "parameter";

/** A role or user that a test plants. By default, it is a role of B that the administrator of B may assume. */
export interface Case {
  /** Rights by an inline policy. */
  rights?: object[];
  target?: Target;
  account?: string;
  /** The case is a user instead of a role. */
  isUser?: true;
  trust?: string;
  tags?: Record<string, string>;
  boundary?: object[];
  /** Customer managed policies. */
  managed?: object[][];
  /** Name of an AWS managed policy. */
  awsManaged?: string;
  /** Policies of groups that the user belongs to. */
  groups?: object[][];
  /** Policy of a group that the user does not belong to. */
  othersGroup?: object[];
  /** The roles that lead to this one. The administrator may assume the first of them. */
  by?: Link[];
  /** Statements for this role or user that are added to the target's policy, and for `foreign` also to its key's policy. */
  opens?(arn: string): { secret?: object[]; key?: object[] };
  /** Why the test does not try a read: the case needs something that the sandbox cannot give it. */
  untried?: string;
}

/** A role on the way to a reader. */
export interface Link {
  account: string;
  /** Its rights. Defaults to the right to assume the next role. */
  rights?(next: string): object[];
  boundary?: object[];
}

export const statement = (Action: string | string[], Resource: string | string[], more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
export const deny = (Action: string | string[], Resource: string | string[], more = {}) => ({
  ...statement(Action, Resource, more),
  Effect: "Deny",
});
export const GET = "secretsmanager:GetSecretValue";
export const get = (Resource: string | string[] = "*", more = {}) => statement(GET, Resource, more);
export const decrypt = (Resource = "*", more = {}) => statement("kms:Decrypt", Resource, more);
export const READS = [get(), decrypt()];
/** The rights to get a value and decrypt it. */
export const gets = (Resource: string | string[], more = {}) => ({
  rights: [get(Resource, more), decrypt()],
});
/** The rights to do this, and to decrypt. */
export const does = (Action: string | string[], Resource: string | string[] = "*") => ({
  rights: [statement(Action, Resource), decrypt()],
});
/** The rights to read, and further statements that take something away. */
export const readsBut = (...others: object[]) => ({ rights: [...READS, ...others] });
/** The rights to read under a condition. */
export const when = (Condition: object) => ({
  rights: READS.map((right) => ({ ...right, Condition })),
});
export const ASSUME = ["sts:AssumeRole", "sts:TagSession"];

export function trusting(principal: object | string, more: object = {}): string {
  const allow = { Effect: "Allow", Principal: principal, Action: ASSUME, ...more };
  return JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
}
export const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
export const administrator = (account: string) => ({
  AWS: `arn:aws:iam::${account}:user/administrator`,
});
export const EC2 = serviceTrust("ec2.amazonaws.com");
export const IN_B = `arn:aws:secretsmanager:us-east-1:${B}:secret`;
export const IN_A = `arn:aws:ssm:us-east-1:${A}:parameter`;

const VIA = (service: string) => ({
  Condition: { StringEquals: { "kms:ViaService": `${service}.amazonaws.com` } },
});
const inA = { target: "parameter", account: A } as const;

/** Cases that lack only one thing, and cannot read. */
export const nearMisses = ({ foreign, own, parameter }: Targets): Record<string, Case> => ({
  "no decryption": { rights: [get()] },
  "no reading": { rights: [decrypt()] },
  "description alone": does("secretsmanager:DescribeSecret"),
  "a batch without the reading that it needs": does("secretsmanager:BatchGetSecretValue"),
  "a part of the action's name": does(["secretsmanager:GetSecret", "secretsmanager:?etSecret"]),
  "the action of another service": does("ssm:*"),
  "all actions but these": {
    rights: [{ Effect: "Allow", NotAction: "secretsmanager:*", Resource: "*" }],
  },
  "another secret": gets(`${IN_B}:other-*`),
  "another region": gets(foreign.replace("us-east-1", "us-west-2")),
  "another account": gets(foreign.replace(B, A)),
  "another partition": gets("arn:aws-cn:secretsmanager:*:*:secret:*"),
  "the name without the suffix": gets(`${IN_B}:foreign`),
  "a suffix that is too short": gets(`${IN_B}:foreign-?????`),
  "the name in another case": gets(`${IN_B}:Foreign-*`),
  "every secret but this": {
    rights: [{ Effect: "Allow", Action: GET, NotResource: `${IN_B}:for*` }, decrypt()],
  },
  "every secret but those of an ARN that ends after the service": {
    rights: [{ Effect: "Allow", Action: GET, NotResource: "arn:aws:secretsmanager" }, decrypt()],
  },
  "an ARN of another service that ends early": {
    rights: [get("arn:aws:ssm"), decrypt("arn:aws:kms")],
  },
  "an ARN of another region that ends early": gets("arn:aws:secretsmanager:us-west-2"),
  "another key": {
    rights: [get(), decrypt(`arn:aws:kms:us-east-1:${B}:key/00000000-0000-0000-0000-000000000000`)],
  },
  "an ARN of a key that ends in another region": {
    rights: [get(), decrypt("arn:aws:kms:us-west-2")],
  },
  "a variable that has no value": gets(`${IN_B}:\${aws:username}*`),
  "a Deny of everything": readsBut(deny("*", "*")),
  "a Deny of the secret": readsBut(deny(GET, foreign)),
  "a Deny by an ARN that ends after the service": readsBut(
    deny("secretsmanager:*", "arn:aws:secretsmanager"),
  ),
  "a Deny of the key by an ARN that ends after the region": readsBut(
    deny("kms:Decrypt", "arn:aws:kms:us-east-1"),
  ),
  "a Deny of all but others": readsBut({ Effect: "Deny", NotAction: "iam:*", Resource: "*" }),
  "a Deny in a managed policy": { rights: READS, managed: [[deny("secretsmanager:Get*", "*")]] },
  "a Deny for every other account's": readsBut(
    deny(GET, "*", { Condition: { StringNotEquals: { "aws:PrincipalAccount": A } } }),
  ),
  "a policy of AWS for other things": { awsManaged: "AmazonEKSWorkerNodePolicy" },
  "a boundary without the reading": { rights: READS, boundary: [decrypt()] },
  "a boundary without the decryption": { rights: READS, boundary: [get()] },
  "a boundary of the other service, by an ARN that ends early": {
    rights: READS,
    boundary: [statement("*", "arn:aws:ssm")],
  },
  "a condition on another account": when({ StringEquals: { "aws:PrincipalAccount": A } }),
  "a condition on another role": when({
    ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${B}:role/another` },
  }),
  "a condition on users": when({ StringEquals: { "aws:PrincipalType": "User" } }),
  "a condition on a key that it lacks": when({ StringEquals: { "aws:username": "x" } }),
  "a condition on any value of a key that it lacks": when({
    "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["x"] },
  }),
  "a condition that a missing key exists": when({ Null: { "aws:username": "false" } }),
  "two conditions that contradict each other": when({
    StringEquals: { "aws:SourceVpc": "vpc-1" },
    StringNotEquals: { "aws:SourceVpc": "vpc-1" },
  }),
  "a condition on an unencrypted connection": when({ Bool: { "aws:SecureTransport": "false" } }),
  "decryption through another service": { rights: [get(), decrypt("*", VIA("ssm.us-east-1"))] },
  "decryption through another region": {
    rights: [get(), decrypt("*", VIA("secretsmanager.us-west-2"))],
  },
  "decryption for another secret": {
    rights: [
      get(),
      decrypt("*", {
        Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": `${IN_B}:other-abcdef` } },
      }),
    ],
  },

  "a user without rights": { isUser: true, rights: [statement("iam:Get*", "*")] },
  "a user beside the group": { isUser: true, othersGroup: READS },
  "a user whose group denies it": { isUser: true, rights: READS, groups: [[deny(GET, "*")]] },
  "a user whose boundary does not let it": { isUser: true, rights: READS, boundary: [get()] },
  "a user whose group is limited by a boundary": {
    isUser: true,
    groups: [READS],
    boundary: [decrypt()],
  },

  "a chain whose first role may not go on": {
    by: [{ account: A, rights: () => [statement("sts:GetCallerIdentity", "*")] }],
    rights: READS,
  },
  "a chain whose first role is denied to go on by an ARN that ends after the service": {
    by: [{ account: A, rights: (next) => [statement(ASSUME, next), deny("sts:*", "arn:aws:iam")] }],
    rights: READS,
  },
  "a chain whose first role has a boundary": {
    by: [{ account: A, boundary: [statement("iam:*", "*")] }],
    rights: READS,
  },
  "a chain broken in the middle": {
    by: [{ account: C }, { account: A, rights: () => [statement("iam:*", "*")] }, { account: C }],
    rights: READS,
  },
  "a chain by an ARN that ends in another account": {
    by: [{ account: A, rights: () => [statement(ASSUME, `arn:aws:iam::${C}`)] }],
    rights: READS,
  },
  "a role that its trust denies to all": {
    rights: READS,
    trust: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: administrator(B), Action: ASSUME },
        { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" },
      ],
    }),
  },
  "a role whose trust no caller meets": {
    rights: READS,
    trust: trusting(administrator(B), {
      Condition: { StringEquals: { "aws:PrincipalAccount": A } },
    }),
  },
  "a role that may be tagged only": {
    rights: READS,
    trust: trusting(administrator(B), { Action: "sts:TagSession" }),
  },

  "a secret's policy that lets it describe": {
    ...{ target: "own", account: A },
    opens: (arn) => ({
      secret: [{ ...statement("secretsmanager:DescribeSecret", "*"), Principal: { AWS: arn } }],
    }),
  },
  "a secret's policy that denies it": {
    ...{ target: "own", account: A, rights: [get(own)] },
    opens: (arn) => ({ secret: [{ ...deny(GET, "*"), Principal: { AWS: arn } }] }),
  },
  "a secret's policy for another account, under the AWS managed key": {
    ...{ target: "own", account: C, rights: READS },
    opens: (arn) => ({ secret: [{ ...get(), Principal: { AWS: arn } }] }),
  },
  "a secret's policy for another account, whose role has no rights": {
    account: C,
    opens: (arn) => ({
      secret: [{ ...get(), Principal: { AWS: arn } }],
      key: [{ ...decrypt(), Principal: { AWS: arn } }],
    }),
  },
  "a secret's policy without its key's": {
    ...{ account: C, rights: READS },
    opens: (arn) => ({ secret: [{ ...get(), Principal: { AWS: arn } }] }),
  },
  "a key's policy without its secret's": {
    ...{ account: C, rights: READS },
    opens: (arn) => ({ key: [{ ...decrypt(), Principal: { AWS: arn } }] }),
  },

  "descriptions of parameters": { ...inA, ...does("ssm:Describe*") },
  "another parameter": { ...inA, ...does("ssm:Get*", `${IN_A}/flags/x`) },
  "a path beside the parameter": { ...inA, ...does("ssm:GetParametersByPath", `${IN_A}/other`) },
  "a parameter that a Deny of an early end closes": {
    ...inA,
    rights: [statement("ssm:*", "*"), decrypt(), deny("ssm:Get*", "arn:aws:ssm:us-east-1")],
  },
  "a parameter of another account": { target: "parameter", ...does("ssm:*", parameter) },
});
