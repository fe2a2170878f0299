import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import {
  formerRights,
  losses,
  readingHeld,
  shutOutReaders,
  withRights,
} from "../../../sdk/change-losses";
import { readingDeclared } from "../../../sdk/change-losses/former-rights";
import { type PolicyDocument, policySize } from "../../../sdk/policy";
import { landingZoneOf } from "../grant/support";

const TARGET = "arn:aws:iam::222222222222:role/target";
const assuming = (Resource: string): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "AssumeTargetRole", Effect: "Allow", Action: "sts:AssumeRole", Resource }],
});

/** The rights that stay with a reader that now reads through its target role, while its stack has this association and policy. */
function staying(association?: object, policy = assuming("former")) {
  const [reader] = landingZoneOf({
    readers:
      "\n  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: pod, reads: [foreign], mode: targetRole, targetRoleName: target }",
  }).readers;
  const held = {
    "web-policy": { policy: JSON.stringify(policy) },
    ...(association && { "web-association": { ...association } }),
  };
  return reader && formerRights(reader, readingOf(held));
}

/** What a stack has of a reader `web`, by name. */
function readingOf(held: Record<string, Record<string, unknown>>) {
  return readingHeld("web", (_, name) => held[name]);
}

describe("the rights of a role whose association changes its target role", () => {
  const roleArn = "arn:aws:iam::111111111111:role/pod";

  it("stay until the association has the other one", () => {
    deepStrictEqual(staying({ roleArn }), assuming("former").Statement);
    deepStrictEqual(staying({ roleArn, targetRoleArn: "" }), assuming("former").Statement);
    deepStrictEqual(staying({ roleArn, targetRoleArn: "other" }), assuming("former").Statement);
    strictEqual(staying({ roleArn, targetRoleArn: TARGET }), undefined);
  });

  it("do not stay where there is no association, or it gets another role with rights of its own", () => {
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
  const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:";

  /** Whether rights stay while pods of a reader of this secret mount these objects in a region. */
  function stay(secret: string, objects: unknown, region = "us-east-1"): boolean {
    const [reader] = landingZoneOf({
      secrets: `\n  ${secret}`,
      readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${secret.split(":")[0]}], region: us-east-1 }`,
    }).readers;
    return (
      reader !== undefined &&
      formerRights(
        reader,
        readingOf({
          "web-policy": { policy: JSON.stringify(assuming("former")) },
          "web-provider-class": { spec: { parameters: { objects, region } } },
        }),
      ) !== undefined
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

  it("do not stay for a name that only begins like the old one", () => {
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

  it("do not stay where somebody has made the class hold something other than a list", () => {
    const renamed = "own: { account: a, renamedFrom: old }";
    for (const objects of ["", "text", "- text\n- ~\n", "{ a: [", "- objectName: 1\n", undefined]) {
      strictEqual(stay(renamed, objects), false);
    }
  });
});

describe("the rights of a role where many of its secrets are renamed", () => {
  const ids = Array.from({ length: 48 }, (_, index) => `of-the-shop-${index + 10}`);

  /** A reader of all secrets. The first `renamed` of them have new names. */
  function zone(renamed: number, more = "") {
    const entries = ids.map((id, index) =>
      index < renamed
        ? `  new-${id}: { account: b, key: pods, renamedFrom: ${id} }`
        : `  ${id}: { account: b, key: pods }`,
    );
    const names = ids.map((id, index) => (index < renamed ? `new-${id}` : id));
    return landingZoneOf({
      secrets: `\n${entries.join("\n")}`,
      readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${names}]${more} }`,
    });
  }

  // Gives ARNs the six characters that AWS adds.
  const assigned = (value: unknown) =>
    JSON.stringify(value).replace(/(:secret:[^"]*-)\w{6}"/g, '$1AbCdEf"');
  const heldAs = ({ id, name }: { id: string; name: string }) => ({
    ...{ id, arn: `arn:aws:secretsmanager:us-east-1:222222222222:secret:${name}-AbCdEf` },
  });

  /** What `plan --against` and `up` say about a change of this many names. */
  function said(renamed: number): string[][] {
    const [before, after] = [zone(0), zone(renamed)];
    const planned = losses({ names: new Map(), values: new Map(), zone: before }, after);
    const [reader] = before.readers;
    ok(reader);
    const { mounted, policy, regions } = readingDeclared(reader);
    const [region] = regions;
    const outputs = {
      "web-policy": { policy: assigned(policy()) },
      "web-provider-class": { spec: { parameters: { objects: assigned(mounted()), region } } },
    };
    const held = Object.entries(outputs).map(([name, outputs]) => ({
      ...{ urn: `urn:pulumi:s::p::any::${name}`, type: "any", outputs },
    }));
    return [
      planned.map(({ says }) => says).filter((one) => one.includes("no room")),
      shutOutReaders(held, after, { keys: {}, secrets: before.secrets.map(heldAs) }),
    ];
  }

  it("find room beside the new ones, as only what differs stands twice", () => {
    const [before, after] = [zone(0), zone(3)].map(({ readers: [reader] }) => reader);
    ok(before && after);
    const [old, now] = [before, after].map((one) => readingDeclared(one).policy());
    ok(old && now);
    const both = withRights(now, formerRights(after, readingDeclared(before)) ?? []);
    const stood = (policy: PolicyDocument) => JSON.stringify(policy).match(/secret:[^"]*/g) ?? [];
    deepStrictEqual(new Set(stood(both)), new Set([...stood(old), ...stood(now)]));
    strictEqual(stood(both).length, stood(now).length + 6);
    ok(policySize("podRolePolicy", both) < 10_240);
    deepStrictEqual(said(3), [[], []]);
  });

  it("are said to find none where AWS takes no policy of that size", () => {
    const [planned, held] = said(20);
    deepStrictEqual(planned, held);
    match(
      `${planned}`,
      /^reader web has no room for its old rights .* 10240 characters: a pod that starts while its stack changes is refused; .* at once$/,
    );
  });

  it("are refused to a target role that has no room for them, by plan and by the owner's stack", () => {
    const refused = (renamed: number) => {
      const after = zone(renamed, ", mode: targetRole");
      const values = after.accounts.map(({ name }) => [
        name,
        { keys: {}, secrets: [], released: [], uses: {} },
      ]);
      const found = losses({ names: new Map(), values: new Map(values as never) }, after);
      return found.flatMap(({ kind, says }) => (kind === "fails" ? [says] : []));
    };
    deepStrictEqual(refused(3), []);
    const [says, ...others] = refused(20);
    match(
      `${says}`,
      /^reader web: the policy of target role \S+ must name the old secrets beside the new ones for a while, .* at most 10240 characters, got \d+: deploy inventories in turn, .* readers\.web at once: of-the-shop-10, /,
    );
    deepStrictEqual(others, []);
  });
});
