import { A, B } from "../../../sandbox/support";
import { C } from "../live-sandbox";
import {
  ASSUME,
  administrator,
  type Case,
  decrypt,
  deny,
  does,
  GET,
  get,
  gets,
  IN_A,
  IN_B,
  READS,
  readsBut,
  statement,
  type Targets,
  trusting,
  when,
} from "./case";

const VIA = (service: string) => ({
  Condition: { StringEquals: { "kms:ViaService": `${service}.amazonaws.com` } },
});
const inA = { target: "parameter", account: A } as const;

/** Each lacks one thing only, and reads nothing. */
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
