import fc from "fast-check";

import type { PolicyKind } from "../../../proof";
import { OTHER, OWN, SECRET_ARN, variable } from "../support";

/** Few texts, so that those in policies and those in requests are often the same. */
export const TEXTS = ["a", "ab", "A", "b", "", "5", "x*", "é"];
export const NAMES = ["team", "Team", "stage"];
export const ROLES = [`arn:aws:iam::${OWN}:role/app`, `arn:aws:iam::${OTHER}:role/path/app`];
export const USERS = [`arn:aws:iam::${OWN}:user/alice`, `arn:aws:iam::${OTHER}:user/x/bob`];
export const SERVICES = ["lambda.amazonaws.com", "pods.eks.amazonaws.com"];
export const PROVIDERS = [`arn:aws:iam::${OWN}:oidc-provider/example.com`, "accounts.google.com"];
export const FEDERATED_USERS = [`arn:aws:sts::${OWN}:federated-user/fred`];
export const KEY_ARN = `arn:aws:kms:us-east-1:${OWN}:key/k`;
export const RESOURCES = [SECRET_ARN, KEY_ARN, `arn:aws:iam::${OWN}:role/app`, "arn:aws:s3:::b/a"];
export const ACTIONS = [
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "kms:Decrypt",
  "sts:AssumeRole",
  "sts:TagSession",
  "sts:AssumeRoleWithWebIdentity",
];
export const NUMBERS = ["5", "5.0", "-3", "1e3", "7.5"];
export const DATES = ["2026-01-01T00:00:00Z", "2026-01-01", "1767225600", "2030-06-05T04:03:02.5Z"];
export const ADDRESSES = ["10.0.0.1", "10.1.2.3", "192.168.0.1", "2001:db8::1", "::ffff"];
const RANGES = ["10.0.0.0/8", "10.0.0.1", "10.1.0.0/16", "2001:db8::/32", "::/0", "0.0.0.0/0"];

/** Keys with one value, written with various capitals. */
export const KEYS = [
  "aws:PrincipalTag/team",
  "AWS:principaltag/TEAM",
  "aws:ResourceTag/team",
  "secretsmanager:ResourceTag/team",
  "aws:RequestTag/stage",
  "aws:PrincipalArn",
  "aws:PrincipalAccount",
  "aws:PrincipalOrgID",
  "aws:PrincipalType",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalServiceName",
  "aws:username",
  "aws:userid",
  "aws:ResourceAccount",
  "aws:RequestedRegion",
  "aws:SecureTransport",
  "aws:SourceArn",
  "aws:SourceAccount",
  "aws:SourceVpc",
  "aws:SourceIp",
  "aws:CurrentTime",
  "aws:MultiFactorAuthAge",
  "aws:MultiFactorAuthPresent",
  "kms:CallerAccount",
  "kms:ViaService",
  "kms:EncryptionContext:SecretARN",
  "secretsmanager:VersionStage",
  "iam:ResourceTag/team",
  "iam:PassedToService",
  "s3:prefix",
  "ec2:RoleDelivery",
];
export const LIST_KEYS = [
  "aws:TagKeys",
  "aws:CalledVia",
  "kms:EncryptionContextKeys",
  "kms:ResourceTag/team",
  "example:Whatever",
  "example.com:sub",
  "example.com:aud",
  "whatever",
];

const placeholder = fc
  .tuple(
    fc.constantFrom("aws:PrincipalTag/team", "aws:username", "aws:PrincipalArn", "aws:TagKeys"),
    fc.constantFrom("", "", ", 'a'", ",'*'", ", ''"),
  )
  .map((parts) => variable(parts.join("")));
const special = fc.constantFrom(variable("*"), variable("$"), variable("?"));
const plain = fc.oneof(
  fc.constantFrom(...TEXTS, ...SERVICES, ...ROLES, ...USERS),
  fc.constantFrom(OWN, OTHER, "us-east-1", "true", "false", "o-1", "AssumedRole", "User"),
  fc.constantFrom(...NUMBERS, ...ADDRESSES),
);
const wild = fc.constantFrom("*", "?", "a*", "?b", "*a*", "arn:aws:iam::*:role/*", "*:role/app");
const texts = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 2, arbitrary: wild },
  { weight: 1, arbitrary: placeholder },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.oneof(plain, wild), fc.oneof(placeholder, special), fc.constantFrom("", "*", "?"))
      .map((parts) => parts.join("")),
  },
);
const arns = fc.oneof(
  fc.constantFrom(...ROLES, ...USERS, "*", "arn:aws:iam", `arn:*:iam::${OWN}:role/*`),
  fc.constantFrom(`arn:aws:iam::*:role/?pp`, "arn:aws:*", "arn:aws:iam::*:*", "arn:*:*:*:*:*"),
  placeholder.map((one) => `arn:aws:iam::${OWN}:role/${one}`),
);
const dates = fc.constantFrom(...DATES);
const numbers = fc.constantFrom(...NUMBERS);
const relations = [
  "Equals",
  "NotEquals",
  "LessThan",
  "LessThanEquals",
  "GreaterThan",
  "GreaterThanEquals",
];

/** Families of operators, with the values that each may compare. */
const FAMILIES: { names: string[]; values: fc.Arbitrary<string> }[] = [
  {
    names: [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
    ],
    values: texts,
  },
  { names: ["StringLike", "StringNotLike"], values: texts },
  { names: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], values: arns },
  { names: ["Bool"], values: fc.constantFrom("true", "false", "True") },
  { names: ["BinaryEquals"], values: fc.constantFrom("YWJj", "QQ==", "") },
  { names: relations.map((one) => `Numeric${one}`), values: numbers },
  { names: relations.map((one) => `Date${one}`), values: dates },
  { names: ["IpAddress", "NotIpAddress"], values: fc.constantFrom(...RANGES) },
];

const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: fc.constantFrom(...LIST_KEYS) },
);
const compared = fc.constantFrom(...FAMILIES).chain(({ names, values }) =>
  fc.tuple(
    fc
      .tuple(
        fc.constantFrom("", "", "", "ForAnyValue:", "ForAllValues:"),
        fc.constantFrom(...names),
        fc.constantFrom("", "", "IfExists"),
      )
      .chain((parts) =>
        fc.constantFrom(parts.join(""), parts.join(""), parts.join("").toLowerCase()),
      ),
    key,
    fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 })),
  ),
);
const empty = fc.tuple(
  fc.constantFrom("ForAnyValue:StringLike", "ForAllValues:ArnLike", "StringEqualsIfExists"),
  key,
  fc.constant<string[]>([]),
);
const existing = fc.tuple(
  fc.constantFrom("Null", "Null", "Null", "ForAnyValue:Null", "ForAllValues:Null"),
  key,
  fc.constantFrom("true", "false"),
);

/** Draws a `Condition` element with any operators and keys. */
const conditionElement = fc
  .array(
    fc.oneof(
      { weight: 16, arbitrary: compared },
      { weight: 3, arbitrary: existing },
      { weight: 1, arbitrary: empty },
    ),
    { maxLength: 2 },
  )
  .map((conditions) => {
    const element: Record<string, Record<string, unknown>> = {};
    for (const [written, name, values] of conditions) {
      const spelled = Object.keys(element).find(
        (one) => one.toLowerCase() === written.toLowerCase(),
      );
      const operator = spelled ?? written;
      const block = element[operator] ?? {};
      const isTaken = Object.keys(block).some((one) => one.toLowerCase() === name.toLowerCase());
      element[operator] = isTaken ? block : { ...block, [name]: values };
    }
    return element;
  });

const awsPrincipals = fc.constantFrom(
  ...[OWN, OTHER, "*", `arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OTHER}:root`],
  ...[...ROLES, ...USERS, ...FEDERATED_USERS, "AROAEXAMPLEEXAMPLE"],
  ...[`arn:aws:sts::${OWN}:assumed-role/app/one`, `arn:aws:sts::${OTHER}:assumed-role/app/two`],
);
const some = (values: fc.Arbitrary<string>) =>
  fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 4 }));
const principal = fc.oneof(
  { weight: 1, arbitrary: fc.constant<unknown>("*") },
  {
    weight: 5,
    arbitrary: fc
      .record(
        {
          AWS: some(awsPrincipals),
          Service: some(fc.constantFrom(...SERVICES)),
          Federated: some(fc.constantFrom(...PROVIDERS)),
        },
        { requiredKeys: [] },
      )
      .map((one) => (Object.keys(one).length > 0 ? one : "*")),
  },
);
const actions = fc.constantFrom(
  ...["*", "secretsmanager:*", "secretsmanager:Get*", "SECRETSMANAGER:getsecretvalue"],
  ...["kms:Decrypt", "kms:?ecrypt", "sts:*", "sts:AssumeRole", "s3:GetObject"],
);
/** ARNs with fewer than six fields. Every policy but a session's may have those that end in a wildcard. */
const shortArns = (kind: PolicyKind) => [
  ...(kind === "session"
    ? []
    : ["arn:aws:secretsmanager:*", "arn:*:secret:d?-*", "arn:aws:kms:*:key/*"]),
  ...(kind === "identity" || kind === "boundary"
    ? [
        "arn:aws:secretsmanager",
        "arn:aws:secretsmanager:*:db-AbCdEf",
        "arn:aws:kms:us-east-?",
        `arn:aws:iam::${OWN}`,
        "arn:aws:kms:",
      ]
    : []),
];
/** ARNs with wildcards that may or may not continue over a colon, because AWS does not say. One of them need not. */
const CROSSING = [
  "arn:aws:secretsmanager:us*2:secret:db-AbCdEf",
  `arn:aws:secretsmanager:us-east-1?${OWN}:secret:d*`,
  `arn:aws:k*s:us-?ast-1:${OWN}:key/*`,
];
const resources = (kind: PolicyKind) =>
  fc.oneof(
    fc.constantFrom("*", ...RESOURCES, ...shortArns(kind), "arn:aws:s3:::b/*", ...CROSSING),
    placeholder.chain((one) => fc.constantFrom(`arn:aws:s3:::b/${one}`, `arn:aws:s3:::${one}/*`)),
  );

/** A statement of a document of the kind. */
export function statement(kind: PolicyKind): fc.Arbitrary<object> {
  const hasPrincipal = kind === "resource" || kind === "key" || kind === "trust";
  const hasResource = kind !== "trust";
  return fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      principal: fc.tuple(fc.constantFrom("Principal", "Principal", "NotPrincipal"), principal),
      action: fc.tuple(fc.constantFrom("Action", "Action", "NotAction"), some(actions)),
      resource: fc.tuple(
        fc.constantFrom("Resource", "Resource", "NotResource"),
        some(resources(kind)),
      ),
      Condition: conditionElement,
    })
    .map(({ Condition, Effect, action, principal: who, resource }) => ({
      Effect,
      [action[0]]: action[1],
      ...(hasResource && { [resource[0]]: resource[1] }),
      ...(hasPrincipal && { [who[0]]: who[1] }),
      ...(kind === "rcp" && { Principal: "*" }),
      ...(Object.keys(Condition).length > 0 && { Condition }),
    }));
}

/** A document of the kind: one to three statements, and often one more that allows everything. */
export function document(kind: PolicyKind): fc.Arbitrary<object> {
  const hasPrincipal = kind === "resource" || kind === "key" || kind === "trust" || kind === "rcp";
  const everything = fc.constantFrom<unknown>("*", { AWS: [OWN, OTHER] }).map((Principal) => ({
    Effect: "Allow",
    Action: "*",
    ...(kind !== "trust" && { Resource: "*" }),
    ...(hasPrincipal && { Principal: kind === "rcp" ? "*" : Principal }),
  }));
  const statements = fc.array(statement(kind), { minLength: 1, maxLength: 3 });
  return fc.record({
    Version: fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"),
    Statement: fc.oneof(
      statements,
      fc.tuple(everything, statements).map(([one, others]) => [one, ...others]),
    ),
  });
}
