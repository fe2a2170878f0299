import { POD_TRUST, serviceTrust } from "../../../sandbox/eks-support";
import { A, B } from "../../../sandbox/support";
import { C } from "../live-sandbox";
import {
  ASSUME,
  type Case,
  decrypt,
  deny,
  does,
  EC2,
  GET,
  get,
  gets,
  IN_A,
  IN_B,
  type Link,
  READS,
  readsBut,
  root,
  statement,
  type Targets,
  trusting,
  when,
} from "./case";

const links = (...accounts: string[]): Link[] => accounts.map((account) => ({ account }));
const openedBy = (Principal: (arn: string) => unknown, more = {}): Case["opens"] => {
  return (arn) => ({ secret: [{ ...get("*", more), Principal: Principal(arn) }] });
};
const keyOpenedBy = (Principal: unknown) => ({ ...decrypt(), Principal });
const NO_MFA = "the sandbox's sessions have no MFA";
const NO_SERVICE = "no service of the sandbox calls for a role";

/** Cases that can read. The live reading must find each of them. */
export const waysToRead = ({ foreign, key, own, parameter }: Targets): Record<string, Case> => ({
  "the ARNs": { rights: [get(foreign), decrypt(key)] },
  "every resource": { rights: READS },
  "all of two services": { rights: [statement(["secretsmanager:*", "kms:*"], "*")] },
  everything: { rights: [statement("*", "*")] },
  "a pattern of actions": { rights: [statement(["secretsmanager:Get*", "kms:De*pt"], "*")] },
  "an action in another case": {
    rights: [statement(["SecretsManager:getsecretvalue", "KMS:DECRYPT"], "*")],
  },
  "actions that are not IAM's": {
    rights: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
  },
  "every secret but another": {
    rights: [{ Effect: "Allow", Action: GET, NotResource: `${IN_B}:other-??????` }, decrypt()],
  },
  "a pattern of names": gets(`${IN_B}:for*`),
  "a pattern of regions and accounts": {
    rights: [get("arn:aws:secretsmanager:*:*:secret:foreign-*"), decrypt("arn:aws:kms:*:*:key/*")],
  },
  "a pattern of the drawn suffix": gets(`${IN_B}:foreign-??????`),
  "a pattern of partitions": gets(`arn:*:secretsmanager:us-east-1:${B}:secret:*`),
  "an ARN that ends after the service": {
    rights: [get("arn:aws:secretsmanager"), decrypt("arn:aws:kms")],
  },
  "an ARN that ends after the region": {
    rights: [get("arn:aws:secretsmanager:us-east-1"), decrypt("arn:aws:kms:us-east-1")],
  },
  "an ARN that ends after the account": gets(`arn:aws:secretsmanager:us-east-1:${B}`),
  "the caller's account in the ARN": gets(
    `arn:aws:secretsmanager:*:\${aws:PrincipalAccount}:secret:*`,
  ),
  "a variable with a default": gets(`${IN_B}:\${aws:PrincipalTag/none, 'foreign'}-*`),
  "two policies": { rights: [get()], managed: [[decrypt()]] },
  "managed policies": { managed: [[get()], [decrypt()]] },
  "a policy of AWS": { awsManaged: "AdministratorAccess" },
  "a boundary that lets it": { rights: READS, boundary: [statement("*", "*")] },
  "a Deny of something else": readsBut(
    deny(GET, `${IN_B}:other-*`),
    deny("secretsmanager:Put*", "*"),
  ),
  "a Deny that a condition lifts": readsBut(
    deny(GET, "*", { Condition: { StringNotEquals: { "aws:PrincipalAccount": B } } }),
  ),
  "a condition on its account": when({ StringEquals: { "aws:PrincipalAccount": B } }),
  "a condition on its ARN": when({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${B}:role/*` } }),
  "a condition on the caller's kind": when({
    StringEquals: { "aws:PrincipalType": "AssumedRole" },
  }),
  "an operator in another case": when({ stringequals: { "AWS:principalaccount": B } }),
  "a negated condition on a key that it lacks": when({ StringNotEquals: { "aws:username": "x" } }),
  "a condition only where the key exists": when({ StringEqualsIfExists: { "aws:username": "x" } }),
  "a condition on all values of a key that it lacks": when({
    "ForAllValues:StringEquals": { "aws:TagKeys": ["x"] },
  }),
  "a condition that a key is missing": when({ Null: { "aws:username": "true" } }),
  "a condition on addresses": {
    rights: [
      get("*", { Condition: { IpAddress: { "aws:SourceIp": ["0.0.0.0/0", "::/0"] } } }),
      decrypt(),
    ],
  },
  "a condition on the time": when({
    DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
  }),
  "a condition on its role's tag": {
    ...when({ StringEquals: { "aws:PrincipalTag/team": "blue" } }),
    tags: { team: "blue" },
  },
  "decryption through Secrets Manager alone": {
    rights: [
      get(),
      decrypt("*", {
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": foreign,
          },
        },
      }),
    ],
  },

  "a user": { isUser: true, rights: READS },
  "a user's managed policy": { isUser: true, managed: [READS] },
  "a user with MFA": {
    isUser: true,
    ...when({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    untried: NO_MFA,
  },
  "a user's name in a variable": {
    isUser: true,
    rights: [
      ...READS.map((right) => ({
        ...right,
        Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${B}:user/\${aws:username}` } },
      })),
    ],
  },
  "a user's group": { isUser: true, groups: [READS] },
  "a user's two groups": { isUser: true, groups: [[get()], [decrypt()]] },
  "a user's group and a boundary that lets it": {
    isUser: true,
    groups: [READS],
    boundary: [statement("*", "*")],
  },

  "a trust of the account": { trust: trusting(root(B)), rights: READS },
  "a trust of the account's id": { trust: trusting({ AWS: B }), rights: READS },
  "a trust of everyone of an account": {
    trust: trusting({ AWS: "*" }, { Condition: { StringEquals: { "aws:PrincipalAccount": B } } }),
    rights: READS,
  },
  "a trust of a service": { trust: EC2, rights: READS, untried: NO_SERVICE },
  "a trust of another service": {
    trust: serviceTrust("lambda.amazonaws.com"),
    rights: READS,
    untried: NO_SERVICE,
  },
  "a trust of all pods": { trust: POD_TRUST, rights: READS, untried: "no pod is deployed" },

  ...Object.fromEntries(
    [[], [C], [A, C], [A, B, C], [C, A, B, A], [A, C, B, A, C]].map((accounts) => [
      `a chain of ${accounts.length + 1}`,
      { by: links(...accounts), rights: READS },
    ]),
  ),
  "a chain within one account": { by: links(B, B), rights: READS },
  "a chain of roles that may become any": {
    by: [{ account: A, rights: () => [statement("sts:*", "*")] }],
    rights: READS,
  },
  "a chain by an ARN that ends after the account": {
    by: [{ account: A, rights: () => [statement(ASSUME, `arn:aws:iam::${B}`)] }],
    rights: READS,
  },

  "a policy of the secret that names a role of a third account": {
    account: C,
    rights: READS,
    opens: (arn) => ({
      secret: [{ ...get(), Principal: { AWS: arn } }],
      key: [keyOpenedBy({ AWS: arn })],
    }),
  },
  "a policy of the secret that names a third account, for one role": {
    account: C,
    rights: READS,
    opens: (arn) => {
      const only = { Principal: root(C), Condition: { ArnEquals: { "aws:PrincipalArn": arn } } };
      return { secret: [{ ...get(), ...only }], key: [{ ...decrypt(), ...only }] };
    },
  },

  "its rights, under the AWS managed key": { target: "own", account: A, rights: [get(own)] },
  "a secret's policy that names the role": {
    ...{ target: "own", account: A },
    opens: openedBy((arn) => ({ AWS: arn })),
  },
  "a secret's policy that names the account, and its rights": {
    ...{ target: "own", account: A, rights: [get(own)] },
    opens: openedBy(() => root(A)),
  },
  "a secret's policy for everyone, by ARN": {
    ...{ target: "own", account: A },
    opens: (arn) => ({
      secret: [
        { ...get("*", { Condition: { ArnEquals: { "aws:PrincipalArn": arn } } }), Principal: "*" },
      ],
    }),
  },
  "a secret's policy that names a user": {
    ...{ target: "own", account: A, isUser: true },
    opens: openedBy((arn) => ({ AWS: arn })),
  },

  ...Object.fromEntries(
    ["GetParameter", "GetParameters", "GetParameterHistory"].flatMap((action): [string, Case][] => {
      const rights = [statement(`ssm:${action}`, parameter), decrypt()];
      const common = { target: "parameter" as const, account: A, rights };
      return [
        [`ssm:${action}`, common],
        [`ssm:${action}, of a user`, { ...common, isUser: true }],
      ];
    }),
  ),
  "ssm:GetParametersByPath": {
    ...{ target: "parameter", account: A },
    ...does("ssm:GetParametersByPath", `${IN_A}/`),
  },
  "ssm:GetParametersByPath, of a user": {
    ...{ target: "parameter", account: A, isUser: true },
    ...does("ssm:GetParametersByPath"),
  },
  "a pattern of parameter actions, by an ARN that ends after the service": {
    ...{ target: "parameter", account: A },
    ...does("ssm:Get*", "arn:aws:ssm"),
  },
  "a chain that leads to a parameter": {
    ...{ target: "parameter", account: A, by: links(C, B) },
    ...does("ssm:GetParameters"),
  },
});
