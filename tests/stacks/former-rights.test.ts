import { deepStrictEqual, strictEqual } from "node:assert";
import type { PolicyDocument } from "../../sdk/policy";
import { formerRights, withRights } from "../../stacks/former-rights";
import { landingZoneOf } from "../sdk/grant/support";

const TARGET = "arn:aws:iam::222222222222:role/target";
const assuming = (Resource: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "AssumeTargetRole", Effect: "Allow", Action: "sts:AssumeRole", Resource }],
});

/** What stays of the rights of a reader that reads as its target role, where its stack holds this. */
function staying(association?: object, policy = assuming("former")) {
  const [reader] = landingZoneOf({
    readers:
      "\n  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: pod, reads: [foreign], mode: targetRole, targetRoleName: target }",
  }).readers;
  const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
  const rights = "aws:iam/rolePolicy:RolePolicy";
  return (
    reader &&
    formerRights(reader, {
      [`urn:pulumi:s::p::${rights}::web-policy`]: {
        type: rights,
        outputs: { policy: JSON.stringify(policy) },
      },
      ...(association && {
        [`urn:pulumi:s::p::${type}::web-association`]: { type, outputs: { ...association } },
      }),
    })
  );
}

describe("the rights of a role whose association changes its target role", () => {
  const roleArn = "arn:aws:iam::111111111111:role/pod";

  it("stay until the association has the other one", () => {
    deepStrictEqual(staying({ roleArn }), assuming("former").Statement);
    deepStrictEqual(staying({ roleArn, targetRoleArn: "" }), assuming("former").Statement);
    deepStrictEqual(staying({ roleArn, targetRoleArn: "other" }), assuming("former").Statement);
    strictEqual(staying({ roleArn, targetRoleArn: TARGET }), undefined);
  });

  it("do not where there is no association, or it gets another role with rights of its own", () => {
    strictEqual(staying(), undefined);
    strictEqual(staying({ roleArn: `${roleArn}-of-before` }), undefined);
  });

  it("go with a grant that goes, and stay with those that stay", () => {
    const secret = (name: string) =>
      assuming(`arn:aws:secretsmanager:us-east-1:222222222222:secret:${name}-AbCdEf`);
    const granted = secret("foreign");
    deepStrictEqual(staying({ roleArn }, granted), granted.Statement);
    strictEqual(staying({ roleArn }, secret("another")), undefined);
    const { Statement, Version } = granted;
    const both = { Version, Statement: [...Statement, ...secret("another").Statement] };
    deepStrictEqual(staying({ roleArn }, both), Statement);
  });

  it("stand beside the new ones, each once, where AWS takes a policy of that size", () => {
    const [one, two] = [assuming("one"), assuming("two")];
    const { Statement } = withRights(one, [...one.Statement, ...two.Statement]);
    deepStrictEqual(Statement, [
      ...one.Statement,
      { ...two.Statement[0], Sid: "FormerAssumeTargetRole" },
    ]);
    const again = withRights(one, Statement);
    deepStrictEqual(again.Statement, Statement);
    const sids = withRights(assuming("three"), Statement).Statement.map(({ Sid }) => Sid);
    deepStrictEqual(sids, [
      "AssumeTargetRole",
      "FormerFormerAssumeTargetRole",
      "FormerAssumeTargetRole",
    ]);
    const long = assuming("x".repeat(10_000));
    deepStrictEqual(withRights(long, assuming("y".repeat(200)).Statement), long);
  });
});

describe("the rights of a role whose pods are to mount the secret that takes another's place", () => {
  const type = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
  const rights = "aws:iam/rolePolicy:RolePolicy";
  const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:";

  /** Whether rights stay where pods of a reader of this secret mount these objects in a region. */
  function stay(secret: string, objects: unknown, region = "us-east-1"): boolean {
    const [reader] = landingZoneOf({
      secrets: `\n  ${secret}`,
      readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${secret.split(":")[0]}], region: us-east-1 }`,
    }).readers;
    return (
      reader !== undefined &&
      formerRights(reader, {
        [`urn:pulumi:s::p::${rights}::web-policy`]: {
          type: rights,
          outputs: { policy: JSON.stringify(assuming("former")) },
        },
        [`urn:pulumi:s::p::${type}::web-provider-class`]: {
          type,
          outputs: { spec: { parameters: { objects, region } } },
        },
      }) !== undefined
    );
  }
  const mounting = (...names: string[]) =>
    names.map((name) => `- objectName: "${name}"\n`).join("");

  it("stay until its class names the new one", () => {
    const renamed = "own: { account: a, renamedFrom: old }";
    deepStrictEqual(
      [mounting("old"), mounting("own")].map((one) => stay(renamed, one)),
      [true, false],
    );
    const foreign = "own: { account: b, key: pods, renamedFrom: old }";
    deepStrictEqual(
      ["old", "own"].map((one) => stay(foreign, mounting(`${ARN}${one}-AbC123`))),
      [true, false],
    );
    const moved = "own: { account: a, movedFrom: { account: b } }";
    deepStrictEqual(
      [mounting(`${ARN}own-AbC123`), mounting("own")].map((one) => stay(moved, one)),
      [true, false],
    );
  });

  it("do not for a name that only begins as the old one's", () => {
    deepStrictEqual(
      ["old", "old-config"].map((one) =>
        stay("old-config: { account: a, renamedFrom: old }", mounting(one)),
      ),
      [true, false],
    );
  });

  it("stay for the same name in another region, until the class reads in the new one", () => {
    const moved =
      "own: { account: a, region: us-east-1, renamedFrom: { secret: was, name: own }, movedFrom: { region: eu-west-1 } }";
    deepStrictEqual(
      ["eu-west-1", "us-east-1"].map((region) => stay(moved, mounting("own"), region)),
      [true, false],
    );
  });

  it("do not where somebody made the class hold what is no list", () => {
    const renamed = "own: { account: a, renamedFrom: old }";
    for (const objects of ["", "text", "- text\n- ~\n", "{ a: [", "- objectName: 1\n", undefined]) {
      strictEqual(stay(renamed, objects), false);
    }
  });
});
