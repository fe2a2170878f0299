import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { parse } from "yaml";
import type { FoundKey, FoundRole } from "../../../../cli/adopt/found";
import {
  A,
  adopted,
  allowing,
  association,
  B,
  byHand,
  CLUSTER,
  key,
  keyArn,
  POD_TRUST,
  providerClass,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
  serviceAccount,
} from "./by-hand";

const policies = (...documents: object[]): Pick<FoundRole, "policies"> => ({
  policies: documents.map((document, index) => ({ name: `p${index}`, document })),
});

const READ = allowing(READS, secretArn("orders"));
const DECRYPTS = allowing("kms:Decrypt", keyArn("1"));

const withRole = (...documents: object[]) =>
  byHand({ roles: [role("by-hand", [], policies(READ, DECRYPTS, ...documents))] });

/** The names of policies that stay, of the reader `orders`. */
const keptOf = (inventory: string) =>
  (parse(inventory).readers.orders.keptPolicies ?? []).map(({ name }: { name: string }) => name);

describe("an adoption cuts nobody off from what else a role allows", () => {
  const others: [string, object][] = [
    ["another role", allowing("sts:AssumeRole", "arn:aws:iam::333333333333:role/data")],
    ["a key of something else", allowing("kms:Decrypt", keyArn("s3"))],
    ["parameters", allowing("ssm:GetParameter", `arn:aws:ssm:eu-west-1:${A}:parameter/orders/*`)],
    ["single parameters by an SDK", allowing("ssm:GetParameter", "*")],
    [
      "a secret of an account that was not given",
      allowing(READS, "arn:aws:secretsmanager:eu-west-1:333333333333:secret:far-AbCdEf"),
    ],
    [
      "all but some",
      { Statement: [{ Effect: "Allow", Action: READS, NotResource: secretArn("x") }] },
    ],
  ];
  for (const [what, document] of others) {
    it(`keeps a policy that lets its pods use ${what}`, () => {
      const { documents, inventory } = adopted(withRole(document));
      deepStrictEqual(keptOf(inventory), ["p2"]);
      deepStrictEqual(Object.values(documents), [document]);
      match(inventory, /# its policies p2 stay/);
    });
  }

  it("replaces what lets in to its reads alone, and says what a pattern let in besides", () => {
    deepStrictEqual(keptOf(adopted(withRole()).inventory), []);
    const { inventory } = adopted(withRole(allowing("kms:Decrypt", "*")));
    deepStrictEqual(keptOf(inventory), []);
    match(inventory, /# decide: its policy p2 allows kms:Decrypt on \*, and goes/);
  });

  it("says what else a key decrypts, unless Secrets Manager alone may use it", () => {
    const decrypting = (operator: string, services: string[]) => {
      const ViaService = services.map((one) => `${one}.eu-west-1.amazonaws.com`);
      const Condition = { [operator]: { "kms:ViaService": ViaService } };
      const document = allowing("kms:Decrypt", keyArn("1"), { Condition });
      const { readers } = adopted(
        byHand({ roles: [role("by-hand", [], policies(READ, document))] }),
      );
      return readers[0]?.marks ?? [];
    };
    deepStrictEqual(decrypting("StringEquals", ["secretsmanager"]), []);
    for (const [operator, services] of [
      ["StringEquals", ["secretsmanager", "s3"]],
      ["StringNotEquals", ["secretsmanager"]],
    ] as const) {
      const [mark] = decrypting(operator, [...services]);
      match(mark ?? "", /^decide: its policy p1 allows kms:Decrypt on arn:aws:kms:.*, and goes/);
    }
  });

  it("says which actions go that no read of a mount needs", () => {
    const describes = allowing(["kms:Decrypt", "kms:DescribeKey"], keyArn("1"));
    const { inventory } = adopted(withRole(describes));
    deepStrictEqual(keptOf(inventory), []);
    match(
      inventory,
      /# decide: its policy p2 allows kms:DescribeKey, which no read of a mount needs, and goes/,
    );
    const own = allowing("kms:DescribeKey", keyArn("1"));
    deepStrictEqual(keptOf(adopted(withRole(own)).inventory), ["p2"]);
  });

  it("names a secret in linear time, however many wildcards a policy has", () => {
    const wild = allowing(READS, `${secretArn("orders").slice(0, -13)}${"*a".repeat(200)}`);
    const long = secret("a".repeat(400), { arn: secretArn("a".repeat(400)) });
    const found = byHand({ secrets: [secret("orders"), long] });
    const roles = [role("by-hand", [], policies(READ, wild))];
    strictEqual(adopted({ ...found, roles }).readers.length, 1);
  });

  it("leaves a pod whose role serves others, and allows more than a role of its own would", () => {
    const trust = allowing("sts:AssumeRole", [], { Principal: { Service: "ec2.amazonaws.com" } });
    const both = { Statement: [...POD_TRUST.Statement, ...trust.Statement] };
    const found = byHand({
      roles: [
        role("by-hand", [], { ...policies(READ, allowing("s3:GetObject", "*")), trust: both }),
        role("mine", [secretArn("own", A)]),
      ],
      associations: [association("orders", "by-hand"), association("own", "mine")],
      secrets: [secret("orders"), secret("own", { arn: secretArn("own", A), key: null })],
    });
    match(adopted(found).left[0]?.why ?? "", /p1, which a role of its own would not have/);
  });

  for (const [who, trusted, mark] of [
    ["a whole account", `arn:aws:iam::${A}:root`, true],
    ["the role of the pod", roleArn("by-hand"), false],
  ] as const) {
    it(`marks a target role where ${who} may become it: ${mark}`, () => {
      const arn = `arn:aws:iam::${B}:role/target`;
      const trust = allowing("sts:AssumeRole", [], { Principal: { AWS: trusted } });
      const { inventory, readers } = adopted(
        byHand({
          roles: [
            role("by-hand", [], policies(allowing("sts:AssumeRole", arn))),
            role("target", [], { arn, trust, tags: { team: "orders" }, ...policies(READ) }),
          ],
          associations: [association("orders", "by-hand", { targetRoleArn: arn })],
        }),
      );
      strictEqual(readers.length, 1);
      const says = `whoever account ${A} lets may also assume its target role ${arn}; up lets in ${roleArn("by-hand")} alone`;
      strictEqual(inventory.includes(`# decide: ${says}`), mark);
      match(inventory, /# decide: up removes the tags team from its target role/);
    });
  }

  for (const [what, trusted, document, why] of [
    ["others may become", `arn:aws:iam::${B}:role/function`, READ, /serves .*role\/function, too/],
    ["allows more", roleArn("by-hand"), allowing("s3:*", "*"), /p0, which up would take/],
  ] as const) {
    it(`leaves a pod whose target role ${what}`, () => {
      const arn = `arn:aws:iam::${B}:role/target`;
      const AWS = [roleArn("by-hand"), trusted];
      const found = byHand({
        roles: [
          role("by-hand", [], policies(allowing("sts:AssumeRole", arn))),
          role("target", [], {
            ...{ arn, trust: allowing("sts:AssumeRole", [], { Principal: { AWS } }) },
            ...policies(document, READ),
          }),
          role("mine", [secretArn("own", A)]),
        ],
        associations: [
          association("orders", "by-hand", { targetRoleArn: arn }),
          association("own", "mine"),
        ],
        secrets: [secret("orders"), secret("own", { arn: secretArn("own", A), key: null })],
      });
      const { left } = adopted(found);
      strictEqual(left[0]?.what, "default/orders of cluster shop");
      match(left[0]?.why, why);
    });
  }

  it("leaves a pod whose role serves pods of a cluster that was not given", () => {
    const found = byHand({
      roles: [...byHand().roles, role("mine", [secretArn("own", A)])],
      associations: [...byHand().associations, association("own", "mine")],
      elsewhere: [association("orders", "by-hand", { clusterArn: CLUSTER.replace("shop", "lab") })],
      secrets: [secret("orders"), secret("own", { arn: secretArn("own", A), key: null })],
    });
    match(adopted(found).left[0]?.why ?? "", /also serves default\/orders of cluster lab/);
  });

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
    const policy = allowing("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${A}:root` } });
    const { imports, inventory } = adopted(withParameter({ policy }));
    deepStrictEqual(parse(inventory).parameters, { "/orders/url": { account: "a", key: "urls" } });
    deepStrictEqual(
      imports["a.secrets"]?.resources.flatMap(({ id, name }) => (/^urls/.test(name) ? [id] : [])),
      ["7", "alias/urls", "7"],
    );
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

describe("an adoption mixes up nothing of like names", () => {
  it("writes each policy that stays into a file of its own", () => {
    const document = (action: string) => allowing(action, "*");
    const found = byHand({
      roles: [
        role("by-hand", [], {
          policies: [
            { name: "read", document: READ },
            { name: "logs", document: document("s3:*") },
            { name: `arn:aws:iam::${A}:policy/logs`, document: document("logs:*") },
            { name: "arn:aws:iam::aws:policy/logs", document: document("sqs:*") },
          ],
        }),
      ],
    });
    strictEqual(Object.keys(adopted(found).documents).length, 3);
  });

  it("gives service accounts a.b and a-b each a reader and imports of its own", () => {
    const found = byHand({
      roles: [role("r1", [secretArn("orders")]), role("r2", [secretArn("orders")])],
      associations: [association("a.b", "r1"), association("a-b", "r2")],
      serviceAccounts: [serviceAccount("a.b"), serviceAccount("a-b")],
      ...{ classes: [], workloads: [] },
    });
    const { imports, inventory } = adopted(found);
    const { readers } = parse(inventory);
    strictEqual(Object.keys(readers).length, 2);
    for (const { id, name, type } of imports["a.workloads"]?.resources ?? []) {
      if (!type.endsWith(":Role")) continue;
      strictEqual(readers[name.replace(/-role$/, "")].roleName, id);
    }
  });

  it("takes the secret of the region that the class reads", () => {
    const arn = (region: string, end: string) =>
      `arn:aws:secretsmanager:${region}:${A}:secret:orders-${end}`;
    const secrets = [arn("us-east-1", "AAAAAA"), arn("eu-west-1", "BBBBBB")].map((one) =>
      secret("orders", { arn: one, key: null }),
    );
    for (const objectName of ["orders", arn("eu-west-1", "x").slice(0, -2)]) {
      const [reader] = adopted(
        byHand({
          ...{ secrets, roles: [role("by-hand", [])] },
          classes: [
            { ...byHand().classes[0], objects: [{ objectName, objectType: "secretsmanager" }] },
          ] as ReturnType<typeof byHand>["classes"],
        }),
      ).readers;
      strictEqual(reader?.reads[0]?.target.arn, secrets[1]?.arn);
    }
  });

  it("says what a pod may read by a pattern, where no workload mounts it", () => {
    const found = byHand({
      roles: [...byHand().roles, role("wide", [`${secretArn("orders").slice(0, -7)}*`])],
      secrets: [secret("orders"), secret("orders2")],
      associations: [...byHand().associations, association("wide", "wide")],
    });
    const who = new Map(
      found.secrets.map(({ arn }) => [arn, [roleArn("by-hand"), roleArn("wide")]]),
    );
    const { left, without } = adopted(found, {}, { who, policyChangers: [] });
    deepStrictEqual(without, []);
    match(left[0]?.why ?? "", /its role may read orders, orders2, which no workload mounts/);
    ok(left[0]?.next);
  });
});
