import assert from "node:assert";
import { CLAIMS } from "../../../../proof/prover/claims/claim";
import type { AccessDocuments } from "../../pods";
import { prove } from "../../pods";
import { KEY_ARN, OWN, OWN_ROLE, SECRET_ARN } from "../../support";

type Condition = Record<string, Record<string, string>>;

const ofType = (type: string): Condition => ({ StringEquals: { "aws:PrincipalType": type } });
const PRINCIPALS: Record<string, Condition> = {
  "a session": ofType("AssumedRole"),
  "a user": ofType("User"),
  "a root user": ofType("Account"),
  "a federated user": { ArnLike: { "aws:PrincipalArn": "arn:aws:sts::*:federated-user/*" } },
  "an identity that a provider vouches for": {
    ...ofType("FederatedUser"),
    Null: { "aws:PrincipalArn": "true" },
  },
  "an anonymous caller": ofType("Anonymous"),
  "a service": { Null: { "aws:PrincipalType": "true" } },
};

/** Keys that follow from the principal. A request contains the same value in several places. */
const KEYS = ["PrincipalOrgID", "PrincipalOrgPaths", "PrincipalTag/team", "userid", "username"];

const asked: Condition[] = [
  ...[...KEYS, "PrincipalAccount", "PrincipalServiceName", "SourceAccount"].flatMap((key) =>
    ["true", "false"].map((missing) => ({ Null: { [`aws:${key}`]: missing } })),
  ),
  ...KEYS.flatMap((key): Condition[] => [
    { StringEquals: { [`aws:${key}`]: "o-1" } },
    { StringEquals: { [`aws:${key}`]: `${OWN}:x` } },
    { StringNotEquals: { [`aws:${key}`]: "x" } },
  ]),
  { NumericLessThan: { "aws:PrincipalTag/team": "5" } },
];

describe("a counterexample by a principal of each kind, whose keys documents ask for", () => {
  for (const [kind, condition] of Object.entries(PRINCIPALS)) {
    it(`is confirmed of ${kind}, or there is none`, async () => {
      const disagreements: string[] = [];
      const results = new Set<string>();
      for (const ask of asked) {
        const documents = openTo(merge(condition, ask));
        const { claims } = await prove(documents, { claims: [...CLAIMS] });
        for (const { claim, reason, result } of claims) {
          results.add(result);
          if (result === "unknown") {
            disagreements.push([claim, JSON.stringify(ask), reason].join(" | "));
          }
        }
      }
      assert.deepStrictEqual(disagreements, []);
      assert.ok(results.has("refuted"));
    });
  }
});

function merge(one: Condition, other: Condition): Condition {
  const keys = [...Object.keys(one), ...Object.keys(other)];
  return Object.fromEntries(keys.map((key) => [key, { ...one[key], ...other[key] }]));
}

/** One secret, key and role. They admit everything that meets the condition. */
function openTo(Condition: Condition): AccessDocuments {
  const statement = { Effect: "Allow", Action: "*", Condition };
  const policy = (more: object) => ({
    Version: "2012-10-17",
    Statement: [{ ...statement, ...more }],
  });
  const everybody = policy({ Principal: "*", Resource: "*" });
  return {
    organization: { id: "o-1" },
    secrets: [{ arn: SECRET_ARN, key: KEY_ARN, policy: everybody }],
    keys: [{ arn: KEY_ARN, policy: everybody }],
    roles: [
      { arn: OWN_ROLE, trust: policy({ Principal: "*" }), policies: [policy({ Resource: "*" })] },
    ],
    associations: [],
    grants: [],
  };
}
