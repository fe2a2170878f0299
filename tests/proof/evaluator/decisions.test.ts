import assert from "node:assert";
import { allow } from "../statements";
import {
  allowAll,
  conditionMatches,
  decide,
  denyAll,
  OTHER,
  OWN,
  OWN_ROLE,
  policy,
  request,
  SECRET_ARN,
  session,
  user,
  variable,
} from "../support";
import { anonymous, type Decisions, decides, federated, named, root, service } from "./decides";

const identity = [policy("identity", allowAll())];

// IAM User Guide, reference_policies_evaluation-logic: identity and resource policies within one account.
const SAME_ACCOUNT: Decisions[] = [
  {
    by: user(OWN),
    allowed: {
      "an identity policy": { identity },
      "a resource policy that names the user": named({
        AWS: user(OWN).kind === "user" ? `arn:aws:iam::${OWN}:user/alice` : "",
      }),
    },
    denied: {
      nothing: {},
      "a resource policy that names another user": named({ AWS: `arn:aws:iam::${OWN}:user/bob` }),
    },
  },
  {
    by: session(OWN),
    allowed: {
      "a resource policy that names the role": named({ AWS: OWN_ROLE }),
      "a resource policy that names the session": named({
        AWS: `arn:aws:sts::${OWN}:assumed-role/app/one`,
      }),
      "a resource policy for everyone": named("*"),
      "a resource policy for everyone, written as AWS": named({ AWS: "*" }),
      "a resource policy that names the account, and an identity policy": {
        ...named({ AWS: OWN }),
        identity,
      },
    },
    denied: {
      "a resource policy that names another session": named({
        AWS: `arn:aws:sts::${OWN}:assumed-role/app/two`,
      }),
      "a resource policy that names the account": named({ AWS: `arn:aws:iam::${OWN}:root` }),
      "a resource policy that names the account id": named({ AWS: OWN }),
      "a resource policy that names a deleted role": named({ AWS: "AROAEXAMPLEID123456" }),
    },
  },
  { by: root(OWN), allowed: { "the root user's own rights": {} } },
  {
    by: federated,
    allowed: {
      "a resource policy that names a federated user": named({
        AWS: `arn:aws:sts::${OWN}:federated-user/fed`,
      }),
    },
    denied: {
      "a resource policy that names another federated user": named({
        AWS: `arn:aws:sts::${OWN}:federated-user/other`,
      }),
    },
  },
];

// IAM User Guide, reference_policies_evaluation-logic-cross-account.
const CROSS_ACCOUNT: Decisions[] = [
  {
    by: session(OTHER),
    allowed: {
      "both, naming the account": { ...named({ AWS: OTHER }), identity },
      "both, naming the account's root": {
        ...named({ AWS: `arn:aws:iam::${OTHER}:root` }),
        identity,
      },
      "both, naming the role": { ...named({ AWS: `arn:aws:iam::${OTHER}:role/app` }), identity },
    },
    denied: {
      "an identity policy alone": { identity },
      "a resource policy alone": named({ AWS: OTHER }),
      "a resource policy that names the role, alone": named({
        AWS: `arn:aws:iam::${OTHER}:role/app`,
      }),
      "a resource policy for everyone, alone": named("*"),
      "both, naming the owner's account": { ...named({ AWS: OWN }), identity },
      "both, naming the role of that name in the owner's account": {
        ...named({ AWS: OWN_ROLE }),
        identity,
      },
      "an identity policy that denies": {
        ...named("*"),
        identity: [...identity, policy("deny", denyAll())],
      },
    },
  },
  {
    by: root(OTHER),
    allowed: { "a resource policy that names the account of a root user": named({ AWS: OTHER }) },
    denied: { "no resource policy for a root user": {} },
  },
];

const WITHOUT_ACCOUNT: Decisions[] = [
  {
    by: service,
    allowed: {
      "a resource policy that names the service": named({ Service: "lambda.amazonaws.com" }),
      "a resource policy for everyone, for a service": named("*"),
    },
    denied: {
      "a resource policy that names another service": named({ Service: "ec2.amazonaws.com" }),
      "a resource policy that names accounts, for a service": named({ AWS: [OWN, OTHER] }),
    },
  },
  {
    by: anonymous,
    allowed: { "a resource policy for everyone, for an anonymous caller": named("*") },
    denied: {
      "a resource policy that names an account, for an anonymous caller": named({ AWS: OWN }),
      "no resource policy, for an anonymous caller": { identity },
    },
  },
];

describe("evaluateRequest", () => {
  for (const [title, cases] of [
    ["within one account", SAME_ACCOUNT],
    ["across accounts", CROSS_ACCOUNT],
    ["for callers without an account", WITHOUT_ACCOUNT],
  ] as const) {
    describe(title, () => {
      decides(cases);
    });
  }

  it("compares actions without regard to case, and wildcards in them", () => {
    const of = (Action: string) =>
      decide({ identity: [policy("i", allow(Action))] }, request(user(OWN)));
    assert.strictEqual(of("SECRETSMANAGER:getsecretvalue"), "allowed");
    assert.strictEqual(of("secretsmanager:Get*"), "allowed");
    assert.strictEqual(of("secretsmanager:GetSecretValu?"), "allowed");
    assert.strictEqual(of("secretsmanager:List*"), "denied");
    assert.strictEqual(of("kms:*"), "denied");
  });

  it("reads NotAction and NotResource as everything else", () => {
    const of = (elements: object) =>
      decide({ identity: [policy("i", { Effect: "Allow", ...elements })] }, request(user(OWN)));
    assert.strictEqual(of({ NotAction: "iam:*", Resource: "*" }), "allowed");
    assert.strictEqual(
      of({ NotAction: ["iam:*", "secretsmanager:Get*"], Resource: "*" }),
      "denied",
    );
    assert.strictEqual(of({ Action: "*", NotResource: "arn:aws:s3:::*" }), "allowed");
    assert.strictEqual(of({ Action: "*", NotResource: ["arn:aws:s3:::*", "*db*"] }), "denied");
  });

  it("asks for the whole of a resource where an action has none", () => {
    const of = (Resource: string) =>
      decide(
        { identity: [policy("i", allow("*", Resource))] },
        request(user(OWN), { action: "secretsmanager:ListSecrets", resource: "*" }),
      );
    assert.strictEqual(of("*"), "allowed");
    assert.strictEqual(of("arn:aws:secretsmanager:*:*:secret:*"), "denied");
  });
});

const TEAM = variable("aws:PrincipalTag/team");
const TEAM_OR_ALL = variable("aws:PrincipalTag/team, 'company-wide'");

/** Whether an identity policy for this resource lets a session with these tags read the secret. */
function reads(
  Resource: string | string[],
  tags: Record<string, string>,
  version?: string,
): boolean {
  const document = { ...(version && { Version: version }), Statement: allow("*", Resource) };
  const identity = [{ name: "identity", document }];
  return decide({ identity }, request(session(OWN, tags))) === "allowed";
}

// IAM User Guide, reference_policies_variables.
describe("policy variables", () => {
  const secrets = SECRET_ARN.replace("db-AbCdEf", "");

  it("stand for the value of a key in a resource", () => {
    assert.ok(reads(`${secrets}${TEAM}-AbCdEf`, { team: "db" }, "2012-10-17"));
    assert.ok(!reads(`${secrets}${TEAM}-AbCdEf`, { team: "web" }, "2012-10-17"));
  });

  it("hold no wildcards, whatever the value", () => {
    assert.ok(!reads(`${secrets}${TEAM}`, { team: "*" }, "2012-10-17"));
  });

  it("are literal text without the version that knows them", () => {
    assert.ok(!reads(`${secrets}${TEAM}-AbCdEf`, { team: "db" }, "2008-10-17"));
    assert.ok(!reads(`${secrets}${TEAM}-AbCdEf`, { team: "db" }));
    assert.ok(reads(`${secrets}*`, {}));
  });

  it("keep the whole statement from matching where they have no value", () => {
    assert.ok(!reads([`${secrets}${TEAM}`, "*"], {}, "2012-10-17"));
    assert.ok(reads([`${secrets}${TEAM}`, "*"], { team: "x" }, "2012-10-17"));
    for (const operator of ["StringEquals", "StringNotEquals", "StringNotEqualsIfExists"]) {
      const condition = { [operator]: { "aws:SourceVpc": TEAM } };
      assert.ok(!conditionMatches(condition, { "aws:SourceVpc": "vpc-1" }), operator);
    }
    assert.ok(!conditionMatches({ StringNotEquals: { "aws:SourceVpc": TEAM } }, {}));
    const either = { StringEquals: { "aws:SourceVpc": ["vpc-1", TEAM] } };
    assert.ok(!conditionMatches(either, { "aws:SourceVpc": "vpc-1" }));
  });

  it("are not asked for where …IfExists compares a missing key", () => {
    const condition = { StringNotEqualsIfExists: { "aws:SourceVpc": TEAM } };
    assert.ok(conditionMatches(condition, {}));
    const both = { ...condition, StringEquals: { "aws:SourceIp": TEAM } };
    assert.ok(!conditionMatches(both, { "aws:SourceIp": "10.0.0.1" }));
  });

  it("are not asked for where …IfExists compares an empty text in a set, which is a missing key there", () => {
    const condition = { "ForAllValues:StringNotEqualsIfExists": { "aws:CalledVia": TEAM } };
    assert.ok(conditionMatches(condition, { "aws:CalledVia": [""] }));
    assert.ok(!conditionMatches(condition, { "aws:CalledVia": ["", "a"] }));
    const alone = { StringNotEqualsIfExists: { "aws:SourceVpc": TEAM } };
    assert.ok(!conditionMatches(alone, { "aws:SourceVpc": "" }));
  });

  it("have no value where the key has several", () => {
    const condition = { StringEquals: { "aws:SourceVpc": variable("aws:CalledVia") } };
    const several = { "aws:SourceVpc": "a", "aws:CalledVia": ["a", "b"] };
    assert.ok(!conditionMatches(condition, several));
    assert.ok(conditionMatches(condition, { ...several, "aws:CalledVia": ["a"] }));
  });

  it("take their default where they have no value", () => {
    const condition = { StringEquals: { "aws:SourceVpc": TEAM_OR_ALL } };
    assert.ok(conditionMatches(condition, { "aws:SourceVpc": "company-wide" }));
    assert.ok(!conditionMatches(condition, { "aws:SourceVpc": "company-wide" }, { team: "red" }));
    assert.ok(conditionMatches(condition, { "aws:SourceVpc": "red" }, { team: "red" }));
  });

  it("write the special characters", () => {
    const like = (value: string, given: string) =>
      conditionMatches({ StringLike: { "aws:SourceVpc": value } }, { "aws:SourceVpc": given });
    assert.ok(like(`a${variable("*")}`, "a*"));
    assert.ok(!like(`a${variable("*")}`, "ab"));
    assert.ok(like(`a${variable("?")}b`, "a?b"));
    assert.ok(!like(`a${variable("?")}b`, "axb"));
    assert.ok(like(`${variable("$")}{*`, "$".concat("{anything")));
    assert.ok(like("$5", "$5"));
  });

  it("compare without case where the operator does", () => {
    const condition = { StringEqualsIgnoreCase: { "aws:SourceVpc": `x-${TEAM}` } };
    assert.ok(conditionMatches(condition, { "aws:SourceVpc": "X-RED" }, { team: "red" }));
  });

  it("stay inside one component of an ARN", () => {
    const condition = { ArnLike: { "aws:SourceArn": `arn:aws:iam:${TEAM}:role/x` } };
    const given = { "aws:SourceArn": "arn:aws:iam:a:b:role/x" };
    assert.ok(!conditionMatches(condition, given, { team: "a:b" }));
    const rest = { ArnLike: { "aws:SourceArn": `arn:aws:iam:a:b:${TEAM}` } };
    assert.ok(conditionMatches(rest, { "aws:SourceArn": "arn:aws:iam:a:b:c:d" }, { team: "c:d" }));
  });

  it("know the name of a user, and none of a session", () => {
    const own = policy(
      "identity",
      allow("iam:*AccessKey*", `arn:aws:iam::${OWN}:user/${variable("aws:username")}`),
    );
    const asked = { action: "iam:CreateAccessKey", resource: `arn:aws:iam::${OWN}:user/alice` };
    assert.strictEqual(decide({ identity: [own] }, request(user(OWN), asked)), "allowed");
    assert.strictEqual(decide({ identity: [own] }, request(user(OWN, "bob"), asked)), "denied");
    assert.strictEqual(decide({ identity: [own] }, request(session(OWN), asked)), "denied");
  });
});
