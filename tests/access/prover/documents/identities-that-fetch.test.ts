import { deepStrictEqual } from "node:assert/strict";

import { deploymentOf } from "../../../../sdk/access/prover/documents/deployment";
import { readTarget } from "../../../../sdk/access/prover/documents/read-target";
import {
  rolesThatMayRead,
  usersThatMayRead,
} from "../../../../sdk/access/prover/documents/roles-that-may-read";

const SECRET = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders-AbCdEf";
const PARAMETER = "arn:aws:ssm:us-east-1:222222222222:parameter/shop/orders";

const TEAM = ["$", "{aws:PrincipalTag/team}"].join("");

/** Statements by whether one of them may let its holder fetch the secret, or the parameter. */
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
  ["what it is called", { Action: "secretsmanager:DescribeSecret", Resource: "*" }, []],
  ["the parameter", { Action: "ssm:GetParameterHistory", Resource: PARAMETER }, ["parameter"]],
  [
    "a path above it",
    { Action: "ssm:GetParametersByPath", Resource: "*:parameter/shop" },
    ["parameter"],
  ],
  ["a path beside it", { Action: "ssm:GetParametersByPath", Resource: "*:parameter/bank*" }, []],
];

describe("roles and users whose own policies may let them fetch", () => {
  for (const [title, statement, fetches] of statements) {
    it(`${fetches.length > 0 ? `count for the ${fetches.join(" and the ")}` : "do not count"}: ${title}`, () => {
      const policies = [{ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }];
      const deployment = deploymentOf({
        secrets: [{ arn: SECRET }],
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
