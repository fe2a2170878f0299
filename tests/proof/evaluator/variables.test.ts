import assert from "node:assert";
import { allow } from "../statements";
import {
  conditionMatches,
  decide,
  OWN,
  policy,
  request,
  SECRET_ARN,
  session,
  user,
  variable,
} from "../support";

const TEAM = variable("aws:PrincipalTag/team");
const TEAM_OR_ALL = variable("aws:PrincipalTag/team, 'company-wide'");

/** Whether an identity policy for this resource lets the session of a team read the secret. */
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

  it("make the whole statement miss where they have no value", () => {
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
