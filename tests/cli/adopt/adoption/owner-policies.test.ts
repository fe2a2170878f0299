import { deepStrictEqual, match, strictEqual } from "node:assert";
import { parse } from "yaml";
import type { FoundKey } from "../../../../cli/adopt/found";
import { answerOf } from "../../../../cli/adopt/page/answer";
import { pageText } from "../../../../cli/adopt/page/page-text";
import {
  A,
  adopted,
  allowing,
  association,
  B,
  byHand,
  key,
  keyArn,
  providerClass,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
} from "./by-hand";

const ROOT_ALONE = allowing("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${A}:root` } });

describe("an adoption cuts nobody off from what the policies of keys and secrets allow", () => {
  it("leaves a key whose policy alone lets in a role of its account", () => {
    const arn = `arn:aws:iam::${B}:role/aws-service-role/autoscaling.amazonaws.com/Scaling`;
    const { policy, ...one } = key("1", ["orders"]);
    const { Statement } = policy as { Statement: object[] };
    const more = allowing("kms:CreateGrant", "*", { Principal: { AWS: arn } }).Statement;
    const keys = [{ ...one, policy: { Statement: [...Statement, ...more] } }];
    const { inventory } = adopted(byHand({ keys }));
    strictEqual(parse(inventory).secrets.orders.external, true);
    match(inventory, /its key's policy also lets in arn:aws:iam::222222222222:role\/aws-service/);
  });

  const parameter = `arn:aws:ssm:eu-west-1:${A}:parameter/orders/url`;
  const withParameter = (more: Partial<FoundKey>, keyOf = keyArn("7", A)) =>
    byHand({
      parameters: [{ arn: parameter, secure: true, key: keyOf, tags: {}, heldBy: [] }],
      keys: [key("1", ["orders"]), key("7", ["urls"], { arn: keyArn("7", A), ...more })],
      classes: [
        providerClass("orders", [{ objectName: "/orders/url", objectType: "ssmparameter" }]),
      ],
      roles: [...byHand().roles, role("mine", [secretArn("own", A)])],
      associations: [...byHand().associations, association("own", "mine")],
      secrets: [secret("orders"), secret("own", { arn: secretArn("own", A), key: null })],
    });

  it("takes over the key of a parameter with its policy", () => {
    const { imports, inventory } = adopted(withParameter({ policy: ROOT_ALONE }));
    deepStrictEqual(parse(inventory).parameters, { "/orders/url": { account: "a", key: "urls" } });
    deepStrictEqual(
      imports["a.secrets"]?.resources.flatMap(({ id, name }) => (/^urls/.test(name) ? [id] : [])),
      ["7", "alias/urls", "7"],
    );
  });

  it("tells of a parameter on the page, with what a person must know", () => {
    const found = withParameter({ policy: ROOT_ALONE, tags: { team: "orders" } });
    const nobody = { who: new Map(), reasons: new Map() };
    const more = { toForget: [], before: nobody, changes: [], written: ["landing-zone.yaml"] };
    const page = pageText(answerOf({ adopted: adopted(found), found, ...more }));
    match(page, /It declares 2 readers, 2 secrets and 1 parameter\./);
    match(page, /- \/orders\/url \(.*\): .*; decide: up removes the tags team from its key/);
  });

  it("leaves a pod that reads a parameter whose key lets others in, is held, or was not found", () => {
    const others = allowing("kms:*", "*", { Principal: { Service: "s3.amazonaws.com" } });
    const heldBy = [{ tool: "terraform" as const, address: "x", source: "s.json" }];
    for (const [found, why] of [
      [withParameter({ policy: others }), /parameter \/orders\/url: .*also lets in s3\.amazonaws/],
      [withParameter({ heldBy }), /parameter \/orders\/url: terraform \(x, in s\.json\) holds it/],
      [withParameter({}, keyArn("8", A)), /key\/8 is of another account, or was not found/],
    ] as const) {
      match(adopted(found).left[0]?.why ?? "", why);
    }
  });

  it("leaves a secret whose key encrypts a replica of one that stays by its own key", () => {
    const heldBy = [{ tool: "terraform" as const, address: "x", source: "s.json" }];
    const there = keyArn("2").replace("eu-west-1", "eu-central-1");
    const replicas = [{ region: "eu-central-1", key: there }];
    const all = [
      secret("held", { heldBy }),
      secret("between", { replicas }),
      secret("last", { key: keyArn("3"), replicas }),
    ];
    const arns = all.map(({ arn }) => arn);
    const { left, targets } = adopted(
      byHand({
        roles: [role("by-hand", arns)],
        secrets: all,
        keys: [key("1", ["one"]), key("2", ["two"], { arn: there }), key("3", [])],
        ...{ classes: [], workloads: [] },
      }),
    );
    deepStrictEqual(
      targets.map(({ kind }) => kind),
      ["external", "external", "external"],
      JSON.stringify(left),
    );
  });

  it("leaves a secret whose key also encrypts one that stays, with readers of its own", () => {
    const heldBy = [{ tool: "terraform" as const, address: "x", source: "s.json" }];
    const found = byHand({
      roles: [...byHand().roles, role("second", [secretArn("pay")])],
      associations: [...byHand().associations, association("pay", "second")],
      secrets: [secret("orders", { heldBy }), secret("pay")],
    });
    const { imports, inventory } = adopted(found);
    strictEqual(parse(inventory).secrets.pay.external, true);
    match(inventory, /its key also encrypts orders, which stays as it is/);
    strictEqual(imports["b.secrets"], undefined);
  });

  const reader = (operator: string) => ({
    Condition: { [operator]: { "aws:PrincipalArn": roleArn("by-hand") } },
  });
  const statements: [string, object, boolean][] = [
    ["all actions but some", { Action: undefined, NotAction: "secretsmanager:DeleteSecret" }, true],
    ["everyone", { Principal: "*" }, true],
    ["a service", { Principal: { Service: "redshift.amazonaws.com" } }, true],
    ["all but a reader", reader("ArnNotEquals"), true],
    ["a reader among everyone", { Principal: "*", ...reader("ArnEquals") }, false],
    ["a reader's account", {}, false],
  ];
  for (const [what, more, isKept] of statements) {
    it(`${isKept ? "keeps" : "replaces"} a secret's statement that allows ${what}`, () => {
      const Principal = { AWS: `arn:aws:iam::${A}:root` };
      const statement = { Effect: "Allow", Principal, Action: READS, Resource: "*", ...more };
      const policy = { Statement: [statement] };
      const { inventory } = adopted(byHand({ secrets: [secret("orders", { policy })] }));
      const { extraPolicyStatements = [] } = parse(inventory).secrets.orders;
      const { Action: _, ...other } = { ...statement, Sid: "Kept1" };
      const expected = "NotAction" in more ? other : { ...statement, Sid: "Kept1" };
      deepStrictEqual(extraPolicyStatements, isKept ? [expected] : []);
    });
  }
});
