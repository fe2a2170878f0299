import assert from "node:assert";
import { type ApplicablePolicies, evaluateRequest } from "../../../proof";
import {
  allowAll,
  denyAll,
  OTHER,
  OWN,
  policy,
  request,
  SECRET_ARN,
  session,
  user,
  variable,
} from "../support";

const SESSION = session(OWN, { team: "red" });

/** Why a statement of an identity policy did not match. */
function reasonOf(statement: object, policies: ApplicablePolicies = {}): string | undefined {
  const identity = [policy("identity", { ...allowAll(), ...statement })];
  const { statements } = evaluateRequest({ identity, ...policies }, request(SESSION));
  assert.strictEqual(statements[0]?.matched, false);
  return statements[0].reason;
}

describe("explanations", () => {
  it("name the element that does not match, and the values compared", () => {
    const action = 'Action is "kms:*", and the request\'s is "secretsmanager:GetSecretValue"';
    assert.strictEqual(reasonOf({ Action: "kms:*" }), action);
    const resource = `Resource is "arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::c" and 1 more, and the request's is "${SECRET_ARN}"`;
    const Resource = ["a", "b", "c", "d"].map((name) => `arn:aws:s3:::${name}`);
    assert.strictEqual(reasonOf({ Resource }), resource);
    const { Action: _, ...rest } = allowAll() as Record<string, unknown>;
    const negated = policy("identity", { ...rest, NotAction: "secretsmanager:*" });
    assert.strictEqual(
      evaluateRequest({ identity: [negated] }, request(SESSION)).statements[0]?.reason,
      'NotAction excepts "secretsmanager:*", and the request\'s is "secretsmanager:GetSecretValue"',
    );
  });

  it("name the condition that does not hold", () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": ["blue", "green"] } };
    assert.strictEqual(
      reasonOf({ Condition }),
      'Condition StringEquals compares aws:PrincipalTag/team with "blue", "green", and the request\'s is "red"',
    );
    assert.strictEqual(
      reasonOf({ Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } }),
      'Condition StringEquals compares aws:SourceVpc with "vpc-1", and the request\'s is missing',
    );
    const unresolved = { StringEquals: { "aws:SourceVpc": variable("aws:username") } };
    assert.strictEqual(
      reasonOf({ Condition: unresolved }),
      `the request has no value for the variable ${variable("aws:username")}`,
    );
  });

  it("name the principal that is not meant", () => {
    const of = (statement: object) =>
      evaluateRequest({ resource: policy("resource", statement) }, request(SESSION)).statements[0]
        ?.reason;
    const label = `session "one" of arn:aws:iam::${OWN}:role/app`;
    assert.strictEqual(of(allowAll({ AWS: OTHER })), `Principal does not name ${label}`);
    const { Principal: _, ...rest } = allowAll("*") as Record<string, unknown>;
    assert.strictEqual(of({ ...rest, NotPrincipal: "*" }), `NotPrincipal excepts ${label}`);
  });

  it("say why a Deny matches a principal that it seems to except", () => {
    const { Principal: _, ...rest } = denyAll("*") as Record<string, unknown>;
    const resource = policy("resource", { ...rest, NotPrincipal: "*" });
    const permissionsBoundary = policy("boundary", allowAll());
    const { statements } = evaluateRequest({ permissionsBoundary, resource }, request(SESSION));
    assert.strictEqual(
      statements.at(-1)?.reason,
      "every element matches the request: NotPrincipal excepts nobody who has a permissions boundary",
    );
  });

  it("list every statement read, in order, and the one that decided", () => {
    const policies: ApplicablePolicies = {
      identity: [policy("identity", { ...allowAll(), Sid: "All" })],
      permissionsBoundary: policy("boundary", allowAll()),
      session: [policy("session", allowAll())],
      resource: policy("resource", { ...denyAll("*"), Action: "kms:*" }),
      serviceControl: [[policy("scp", allowAll())]],
      resourceControl: [[policy("rcp", allowAll("*"))]],
    };
    const decision = evaluateRequest(policies, request(user(OWN)));
    assert.deepStrictEqual(
      decision.statements.map(({ document, matched, effect }) => [document, matched, effect]),
      [
        ["identity", true, "Allow"],
        ["boundary", true, "Allow"],
        ["session", true, "Allow"],
        ["resource", false, "Deny"],
        ["scp", true, "Allow"],
        ["rcp", true, "Allow"],
      ],
    );
    assert.deepStrictEqual(decision.decidedBy, { document: "identity", index: 0, sid: "All" });
    assert.strictEqual(decision.reason, 'statement "All" of identity allows it');
    assert.strictEqual(JSON.parse(JSON.stringify(decision)).statements.length, 6);
  });

  const identity = [policy("identity", allowAll())];
  const other = `a session of ${OTHER}`;
  const reasons: Record<
    string,
    { policies: ApplicablePolicies; account?: string; reason: string }
  > = {
    "a denial": {
      policies: { identity, resource: policy("r", { ...denyAll("*"), Sid: "No" }) },
      reason: 'statement "No" of r denies it',
    },
    "a level of control policies": {
      policies: { identity, serviceControl: [[policy("s", allowAll())], [policy("t")]] },
      reason: "no service control policy at level 2 of 2 allows it",
    },
    "a level of resource control policies": {
      policies: { identity, resourceControl: [[policy("t")]] },
      reason: "no resource control policy at level 1 of 1 allows it",
    },
    "a boundary": {
      policies: { identity, permissionsBoundary: policy("b") },
      reason: "the permissions boundary does not allow it",
    },
    "a session policy": {
      policies: { identity, session: [policy("s")] },
      reason: "a session policy does not allow it",
    },
    nothing: {
      policies: { resource: policy("r") },
      reason: "neither an identity policy nor r allows it",
    },
    "the owner's side": {
      policies: { identity, resource: policy("r") },
      account: OTHER,
      reason: "a caller of another account needs both sides, and no statement of r allows it",
    },
    "the caller's side": {
      policies: { resource: policy("r", allowAll("*")) },
      account: OTHER,
      reason: "a caller of another account needs both sides, and no identity policy allows it",
    },
    "a key policy": {
      policies: { identity, resourceKind: "key" },
      reason: `no statement of the key policy of ${SECRET_ARN} allows it or leaves it to the account`,
    },
    "the account of a key": {
      policies: { resource: policy("k", allowAll({ AWS: OWN })), resourceKind: "key" },
      reason: "statement 0 of k leaves it to the account, where no identity policy allows it",
    },
  };
  for (const [title, { account = OWN, policies, reason }] of Object.entries(reasons)) {
    it(`say that ${title} is in the way of ${account === OWN ? "the owner" : other}`, () => {
      assert.strictEqual(evaluateRequest(policies, request(session(account))).reason, reason);
    });
  }

  it("name both statements of a grant across accounts", () => {
    const resource = policy("r", { ...allowAll({ AWS: OTHER }), Sid: "Reader" });
    const decision = evaluateRequest({ identity, resource }, request(session(OTHER)));
    assert.strictEqual(
      decision.reason,
      'statement "Reader" of r and statement 0 of identity allow it',
    );
    assert.deepStrictEqual(decision.decidedBy, { document: "r", index: 0, sid: "Reader" });
  });
});
