import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { parse } from "yaml";
import type { FoundRole } from "../../../../cli/adopt/found";
import {
  A,
  adopted,
  allowing,
  association,
  B,
  byHand,
  CLUSTER,
  DECISIONS,
  keyArn,
  POD_TRUST,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
  serviceAccount,
  today,
} from "./by-hand";

const policies = (...documents: object[]): Pick<FoundRole, "policies"> => ({
  policies: documents.map((document, index) => ({ name: `p${index}`, document })),
});

const READ = allowing(READS, secretArn("orders"));
const DECRYPTS = allowing("kms:Decrypt", keyArn("1"));

const withRole = (...documents: object[]) =>
  byHand({ roles: [role("by-hand", [], policies(READ, DECRYPTS, ...documents))] });

/** The names of the policies that the reader `orders` keeps. */
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

  it("says under which conditions a role or a secret lets its pods read, which grants do not ask", () => {
    const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    const limited = role(
      "by-hand",
      [],
      policies(allowing(READS, secretArn("orders"), { Condition })),
    );
    const Principal = { AWS: roleArn("by-hand") };
    const policy = allowing(READS, "*", { Principal, Condition });
    const found = byHand({ roles: [limited], secrets: [secret("orders", { policy })] });
    const { readers, targets } = adopted(found);
    match(
      readers[0]?.marks[0] ?? "",
      /^decide: its policy p0 allows reads only under conditions on aws:SourceIp, and goes/,
    );
    match(targets[0]?.marks[0] ?? "", /^decide: .* only under conditions on aws:SourceIp/);
  });

  it("says under which conditions a role's trust lets its pods in, which up does not ask", () => {
    const [own] = POD_TRUST.Statement;
    const Deny = {
      ...own,
      Effect: "Deny",
      Condition: { StringNotEquals: { "aws:SourceVpc": "v" } },
    };
    const asked = {
      StringEquals: { "aws:SourceAccount": A, "aws:RequestTag/eks-cluster-name": "x" },
    };
    const marksOf = (...Statement: object[]) => {
      const more = { trust: { ...POD_TRUST, Statement } };
      const found = byHand({ roles: [role("by-hand", [secretArn("orders")], more)] });
      return adopted(found).readers.flatMap(({ marks }) => marks);
    };
    deepStrictEqual(marksOf({ ...own, Condition: asked }), []);
    match(
      marksOf({ ...own }, Deny).join(),
      /^decide: its role's trust allows reads only under conditions on aws:SourceVpc, and goes/,
    );
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
    for (const [partition, region] of [
      ["aws", "eu-west-1"],
      ["aws-cn", "cn-north-1"],
    ] as const) {
      it(`marks a target role of ${partition} where ${who} may become it: ${mark}`, () => {
        const arn = `arn:aws:iam::${B}:role/target`;
        const trust = allowing("sts:AssumeRole", [], { Principal: { AWS: trusted } });
        const found = byHand({
          roles: [
            role("by-hand", [], policies(allowing("sts:AssumeRole", arn))),
            role("target", [], { arn, trust, tags: { team: "orders" }, ...policies(READ) }),
          ],
          associations: [association("orders", "by-hand", { targetRoleArn: arn })],
        });
        const moved = (text: string) =>
          text.replaceAll("arn:aws:", `arn:${partition}:`).replaceAll("eu-west-1", region);
        const { inventory, readers } = adopted(JSON.parse(moved(JSON.stringify(found))), {
          accounts: DECISIONS.accounts.map((one) => ({ ...one, region })),
        });
        strictEqual(readers.length, 1);
        const says = `whoever account ${A} lets may also assume its target role ${arn}; up lets in ${roleArn("by-hand")} alone`;
        strictEqual(inventory.includes(`# decide: ${moved(says)}`), mark);
        match(inventory, /# decide: up removes the tags team from its target role/);
      });
    }
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
    const { left, without } = adopted(found, {}, { ...today(), who });
    deepStrictEqual(without, []);
    match(left[0]?.why ?? "", /its role may read orders, orders2, which no workload mounts/);
    ok(left[0]?.next);
  });
});
