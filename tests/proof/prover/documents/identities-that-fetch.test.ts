import { deepStrictEqual } from "node:assert/strict";
import { readTarget } from "../../../../proof/prover/documents/read-target";
import {
  rolesThatMayRead,
  usersThatMayRead,
} from "../../../../proof/prover/documents/roles-that-may-read";
import { deploymentOf } from "../../pods";

const SECRET = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders-AbCdEf";
const PARAMETER = "arn:aws:ssm:us-east-1:222222222222:parameter/shop/orders";

const TEAM = ["$", "{aws:PrincipalTag/team}"].join("");

/** Statements, and what each of them may let its holder fetch: the secret, the parameter, or both. */
const statements: [title: string, statement: object, fetches: string[]][] = [
  ["the secret by name", { Action: "secretsmanager:GetSecretValue", Resource: SECRET }, ["secret"]],
  ["any secret", { Action: "secretsmanager:Get*", Resource: "*" }, ["secret"]],
  [
    "anything, in letters of any case",
    { Action: "SecretsManager:*", Resource: ["arn:aws:s3:::x", "*"] },
    ["secret"],
  ],
  [
    "secrets of other names",
    { Action: "secretsmanager:*", Resource: "arn:aws:secretsmanager:*:*:secret:rds!*" },
    [],
  ],
  [
    "secrets of a name that a tag tells",
    {
      Action: "secretsmanager:*",
      Resource: `arn:aws:secretsmanager:*:*:secret:${TEAM}-??????`,
    },
    ["secret"],
  ],
  ["all but the secret", { Action: "secretsmanager:*", NotResource: SECRET }, []],
  ["all but another secret", { Action: "*", NotResource: `${SECRET}2` }, ["secret", "parameter"]],
  [
    "all but to fetch",
    { NotAction: "secretsmanager:GetSecretValue", Resource: "*" },
    ["parameter"],
  ],
  ...tagConditions().map(([title, Condition, fetches]): [string, object, string[]] => [
    title,
    { Action: ["secretsmanager:*", "ssm:*"], Resource: "*", Condition },
    fetches,
  ]),
  ["what it is called", { Action: "secretsmanager:DescribeSecret", Resource: "*" }, []],
  ["the parameter", { Action: "ssm:GetParameterHistory", Resource: PARAMETER }, ["parameter"]],
  [
    "a path above it",
    { Action: "ssm:GetParametersByPath", Resource: "arn:aws:ssm:*:*:parameter/shop" },
    ["parameter"],
  ],
  [
    "a path beside it",
    { Action: "ssm:GetParametersByPath", Resource: "arn:aws:ssm:*:*:parameter/bank*" },
    [],
  ],
];

/** Conditions on tags. The secret has the tag `Team: shop`, and the parameter has none. */
function tagConditions(): [title: string, condition: object, fetches: string[]][] {
  const both = ["secret", "parameter"];
  return [
    ["of a tag", { StringLike: { "aws:ResourceTag/team": "sh*" } }, ["secret"]],
    ["of another value", { StringEquals: { "aws:ResourceTag/Team": "Shop" } }, []],
    [
      "of a value in any case",
      { StringEqualsIgnoreCase: { "aws:ResourceTag/Team": "Shop" } },
      ["secret"],
    ],
    ["of a value that a tag tells", { StringEquals: { "aws:ResourceTag/Team": TEAM } }, ["secret"]],
    ["of a tag, where there is one", { StringEqualsIfExists: { "aws:ResourceTag/x": "y" } }, both],
    ["of no such value", { StringNotEquals: { "aws:ResourceTag/team": "shop" } }, both],
    ["of every value", { "ForAllValues:StringEquals": { "aws:ResourceTag/team": "x" } }, both],
    [
      "of any value",
      { Null: { "secretsmanager:ResourceTag/team": "false" } },
      ["secret", "parameter"],
    ],
    ["of none", { Null: { "aws:ResourceTag/team": true } }, ["parameter"]],
    ["of a number", { NumericEquals: { "aws:ResourceTag/team": 1 } }, ["secret"]],
    ["of the one who asks", { StringEquals: { "aws:PrincipalTag/x": "y" } }, both],
  ];
}

describe("roles and users whose own policies may let them fetch", () => {
  for (const [title, statement, fetches] of statements) {
    it(`${fetches.length > 0 ? `count for the ${fetches.join(" and the ")}` : "do not count"}: ${title}`, () => {
      const policies = [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }];
      const deployment = deploymentOf({
        secrets: [{ arn: SECRET, tags: { Team: "shop" } }],
        parameters: [{ arn: PARAMETER }],
        roles: ["222222222222", "333333333333"].map((account) => ({
          arn: `arn:aws:iam::${account}:role/x`,
          policies,
        })),
        users: [{ arn: "arn:aws:iam::222222222222:user/x", policies }],
      });
      const found = [SECRET, PARAMETER].map((arn) => {
        const target = readTarget(deployment, arn);
        if (!target) throw new Error(arn);
        return [...rolesThatMayRead(deployment, target), ...usersThatMayRead(deployment, target)];
      });
      deepStrictEqual(
        found.map((identities) => identities.map(({ arn }) => arn)),
        ["secret", "parameter"].map((one) =>
          fetches.includes(one)
            ? ["arn:aws:iam::222222222222:role/x", "arn:aws:iam::222222222222:user/x"]
            : [],
        ),
      );
    });
  }
});
