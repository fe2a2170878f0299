import { deepStrictEqual, match, strictEqual } from "node:assert";
import { type Guard, type GuardedCalls, proveGuards } from "../../../../proof";
import { policy } from "../deployments/deployment";

const ACCOUNT = "111111111111";
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const EXEMPT = role("deploy");

const onRoles: GuardedCalls = {
  what: "change a role",
  actions: ["iam:PutRolePolicy"],
  resources: [role("readers/*")],
  exempt: [EXEMPT],
  withinAccount: true,
};
const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdEf`;
const onSecrets: GuardedCalls = {
  what: "read a secret",
  actions: ["secretsmanager:GetSecretValue"],
  resources: [SECRET],
  exempt: [EXEMPT],
};

const others = { ArnNotLike: { "aws:PrincipalArn": EXEMPT } };
const notServices = { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } };
const denies = ({ actions, resources }: GuardedCalls, Condition: object, more = {}) =>
  policy({ Effect: "Deny", Action: actions, Resource: resources, Condition, ...more });
const ofRoles = denies(onRoles, others);
const ofSecrets = denies(onSecrets, { ...others, ...notServices }, { Principal: "*" });

const guard = (given: Partial<Guard>): Guard => ({
  account: ACCOUNT,
  calls: [onRoles],
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  ...given,
});

async function claimsOf(given: Partial<Guard>) {
  const { claims } = await proveGuards([guard(given)]);
  return claims;
}

async function resultsOf(given: Partial<Guard>) {
  return (await claimsOf(given)).map(({ result }) => result);
}

describe("the claims about a guard", function () {
  this.timeout(30_000);

  it("are proved of control policies that deny these calls and no others", async () => {
    const both = { calls: [onRoles, onSecrets], resourceControlPolicies: [ofSecrets] };
    deepStrictEqual(await resultsOf({ serviceControlPolicies: [ofRoles] }), ["proved", "proved"]);
    deepStrictEqual(await resultsOf({ ...both, serviceControlPolicies: [ofRoles] }), [
      "proved",
      "proved",
    ]);
  });

  it("are refuted by a request of somebody who may, or who may not", async () => {
    const [sufficient] = await claimsOf({});
    match(
      sufficient?.counterexample?.summary ?? "",
      /may do iam:PutRolePolicy on .*: change a role/,
    );
    const wide = denies({ ...onRoles, resources: ["*"] }, others);
    const [, harmless] = await claimsOf({ serviceControlPolicies: [wide] });
    strictEqual(harmless?.result, "refuted");
    match(harmless?.counterexample?.summary ?? "", /may not do iam:PutRolePolicy on /);
  });

  it("know that a resource control policy reaches no role's policies", async () => {
    const misplaced = denies(onRoles, others, { Principal: "*" });
    deepStrictEqual(await resultsOf({ resourceControlPolicies: [misplaced] }), [
      "refuted",
      "proved",
    ]);
  });

  it("know that a service control policy binds nobody of other accounts", async () => {
    const [sufficient] = await claimsOf({
      calls: [onSecrets],
      serviceControlPolicies: [denies(onSecrets, others)],
    });
    const { principal } = sufficient?.counterexample?.request ?? {};
    strictEqual(sufficient?.result, "refuted");
    strictEqual(JSON.stringify(principal).includes(ACCOUNT), false);
  });

  it("keep services of AWS out of what is guarded", async () => {
    const all = denies(onSecrets, others, { Principal: "*" });
    const [sufficient, harmless] = await claimsOf({
      calls: [onSecrets],
      resourceControlPolicies: [all],
    });
    strictEqual(sufficient?.result, "proved");
    strictEqual(harmless?.counterexample?.request.principal.kind, "service");
  });

  it("read what a call must have beside its action and resource", async () => {
    const when = { StringEquals: { "aws:RequestTag/team": "readers" } };
    const tagged = { ...onRoles, actions: ["iam:TagRole"], when };
    const results = async (Condition: object) =>
      resultsOf({ calls: [tagged], serviceControlPolicies: [denies(tagged, Condition)] });
    deepStrictEqual(await results({ ...when, ...others }), ["proved", "proved"]);
    deepStrictEqual(await results(others), ["proved", "refuted"]);
  });
});
