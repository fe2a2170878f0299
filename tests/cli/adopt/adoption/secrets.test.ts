import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { parse } from "yaml";
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
  providerClass,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
  today,
  workload,
} from "./by-hand";

const orders = (inventory: string) => parse(inventory).secrets.orders;

const CI = roleArn("ci");

/** Somebody else in the readers' account reads the secret today. */
const withOther = today({ [secretArn("orders")]: [roleArn("by-hand"), CI] });

const root = (account: string) => ({ Principal: { AWS: `arn:aws:iam::${account}:root` } });

describe("the secrets of an adoption", () => {
  it("are imported with their policy, key, alias and the key's policy", () => {
    const policy = allowing(READS, "*", root(A));
    const { imports, inventory } = adopted(byHand({ secrets: [secret("orders", { policy })] }));
    deepStrictEqual(orders(inventory), { account: "b", key: "orders" });
    deepStrictEqual(
      imports["b.secrets"]?.resources.map(({ id, name }) => [name, id]),
      [
        ["orders-secret", secretArn("orders")],
        ["orders-policy", secretArn("orders")],
        ["orders-eu-west-1-key", "1"],
        ["orders-eu-west-1-alias", "alias/orders"],
        ["orders-eu-west-1-policy", "1"],
      ],
    );
  });

  it("have every name that AWS takes", () => {
    for (const name of ["__proto__", "constructor", "..", "null", "a=b@c+d"]) {
      const arn = secretArn(name);
      const mounted = {
        objectName: arn,
        objectType: "secretsmanager" as const,
        objectAlias: "file",
      };
      const { left, zone } = adopted(
        byHand({
          secrets: [secret(name)],
          roles: [role("by-hand", [arn])],
          classes: [providerClass("orders", [mounted])],
        }),
      );
      deepStrictEqual(left, []);
      strictEqual(zone.secrets[0]?.name, name);
    }
  });

  const DELETED = "AROAEXAMPLEEXAMPLE123";

  it("stay as they are where their policy names who was deleted, which no provider reads", () => {
    const policy = allowing(READS, "*", { Principal: { AWS: [roleArn("by-hand"), DELETED] } });
    const { inventory } = adopted(byHand({ secrets: [secret("orders", { policy })] }), {
      takeOver: ["orders"],
    });
    strictEqual(orders(inventory).external, true);
    match(inventory, /its policy names AROAEXAMPLEEXAMPLE123, a role or user that was deleted/);
  });

  it("take over a key whose policy names who was deleted, as that is nobody", () => {
    const { Statement } = key("1", []).policy as ReturnType<typeof allowing>;
    const more = allowing("kms:Decrypt", "*", { Principal: { AWS: DELETED } }).Statement;
    const policy = { Version: "2012-10-17", Statement: [...Statement, ...more] };
    const { inventory } = adopted(byHand({ keys: [key("1", ["orders"], { policy })] }));
    deepStrictEqual(orders(inventory), { account: "b", key: "orders" });
  });

  it("stay as they are where it is not known who else reads what their key encrypts", () => {
    const unknown = today({}, { [secretArn("orders")]: "the time ran out" });
    const { inventory } = adopted(byHand(), {}, unknown);
    strictEqual(orders(inventory).external, true);
    match(inventory, /whoever else reads orders \(not all were found\) would lose it/);
    const { targets } = adopted(byHand(), { takeOver: ["orders"] }, unknown);
    strictEqual(targets[0]?.kind, "taken");
  });

  it("keep a key that has no one alias by its ARN, and import only its policy", () => {
    for (const aliases of [[], ["one", "two"]]) {
      const { imports, inventory } = adopted(byHand({ keys: [key("1", aliases)] }));
      strictEqual(orders(inventory).key, keyArn("1"));
      const names = imports["b.secrets"]?.resources.map(({ name }) => name);
      deepStrictEqual(names, ["orders-secret", "1-eu-west-1-policy"]);
    }
  });

  it("say which tags up removes of a key that is taken over, and of no other", () => {
    const marksWith = (aliases: string[]) => {
      const tags = { team: "orders", "aws:cloudformation:stack-id": "1" };
      const { targets } = adopted(byHand({ keys: [{ ...key("1", aliases), tags }] }));
      return targets[0]?.marks.filter((mark) => mark.includes("tags"));
    };
    deepStrictEqual(marksWith(["orders"]), [
      "decide: up removes the tags team from its key; a tag that everything in the account may have can stand under the tags of the account",
    ]);
    deepStrictEqual(marksWith([]), []);
  });

  it("keep description, tags, replicas with their keys, and rotation", () => {
    const lambdaArn = `arn:aws:lambda:eu-west-1:${B}:function:rotate`;
    const replica = keyArn("2").replace("eu-west-1", "eu-central-1");
    const more = {
      description: "Orders",
      tags: { team: "orders" },
      replicas: [{ region: "eu-central-1", key: replica }],
      rotation: { lambdaArn, automaticallyAfterDays: 30 },
    };
    const keys = [key("1", ["orders"]), key("2", [], { arn: replica })];
    const { imports, inventory } = adopted(byHand({ keys, secrets: [secret("orders", more)] }));
    deepStrictEqual(orders(inventory), { account: "b", key: "orders", ...more });
    match(inventory, /# decide: add to rotation roleArn/);
    const names = imports["b.secrets"]?.resources.map(({ name }) => name) ?? [];
    for (const name of ["orders-rotation", "2-eu-central-1-policy"]) ok(names.includes(name), name);
  });

  it("stay as they are where others live by the key of a replica, or it was not found", () => {
    const arn = keyArn("2").replace("eu-west-1", "eu-central-1");
    const replicas = [{ region: "eu-central-1", key: arn }];
    const policy = allowing("kms:*", "*", { Principal: { Service: "s3.amazonaws.com" } });
    for (const keys of [[key("1", [])], [key("1", []), key("2", [], { arn, policy })]]) {
      const { inventory } = adopted(byHand({ keys, secrets: [secret("orders", { replicas })] }));
      strictEqual(orders(inventory).external, true);
    }
  });

  it("stay a service's own where they are named so, and have that name without its mark", () => {
    const arn = secretArn("rds!db-1");
    const { imports, inventory, left } = adopted(
      byHand({
        secrets: [secret("rds!db-1")],
        roles: [role("by-hand", [arn])],
        classes: [providerClass("orders", [{ objectName: arn, objectType: "secretsmanager" }])],
      }),
    );
    deepStrictEqual(left, []);
    const [id, one] = Object.entries(parse(inventory).secrets)[0] ?? [];
    deepStrictEqual([id, one], ["rds-db-1", { existing: true, arn, account: "b", key: "orders" }]);
    const types = imports["b.secrets"]?.resources.map(({ type }) => type);
    ok(!types?.includes("aws:secretsmanager/secret:Secret"));
  });

  it("keep a policy that nobody could read", () => {
    const { imports, inventory } = adopted(
      byHand({ secrets: [secret("orders", { policy: undefined })] }),
    );
    strictEqual(orders(inventory).external, true);
    match(inventory, /# its policy, or its key, could not be read/);
    deepStrictEqual(Object.keys(imports), ["a.workloads"]);
  });

  it("stay as they are where a service manages them, or Pulumi would make a replica anew", () => {
    for (const more of [{ owningService: "rds" }, { keepsKeys: true }]) {
      const { imports, inventory } = adopted(byHand({ secrets: [secret("orders", more)] }));
      strictEqual(orders(inventory).existing, true);
      const names = imports["b.secrets"]?.resources.map(({ name }) => name) ?? [];
      strictEqual(names.includes("orders-secret"), false);
    }
  });

  it("keep the statements that are not their readers', for a person to decide", () => {
    const statements = [
      ...allowing(READS, "*", root(A)).Statement,
      { Sid: "no-http", Effect: "Deny", Principal: "*", Action: "*", Resource: "*" },
      ...allowing(READS, "*", {
        ...root(A),
        Condition: { ArnEquals: { "aws:PrincipalArn": CI } },
      }).Statement,
    ];
    const policy = { Version: "2012-10-17", Statement: statements };
    const { inventory } = adopted(byHand({ secrets: [secret("orders", { policy })] }));
    deepStrictEqual(
      orders(inventory).extraPolicyStatements.map(({ Sid }: { Sid: string }) => Sid),
      ["nohttp", "Kept2"],
    );
    match(inventory, /# decide: these statements of its policy are not of the readers here/);
  });

  it("stay as they are where somebody else lives by their policies, unless they are named", () => {
    const { imports, inventory } = adopted(byHand(), {}, withOther);
    strictEqual(orders(inventory).external, true);
    match(inventory, /# decide: arn:aws:iam::111111111111:role\/ci would lose it/);
    strictEqual(imports["b.secrets"], undefined);
    const taken = adopted(byHand(), { takeOver: ["orders"] }, withOther).inventory;
    strictEqual(orders(taken).external, undefined);
  });

  it("stay as they are where their key encrypts what somebody else reads", () => {
    const found = byHand({ secrets: [secret("orders"), secret("other")] });
    const { inventory } = adopted(found, {}, today({ [secretArn("other")]: [CI] }));
    strictEqual(orders(inventory).external, true);
  });

  it("stay as they are where their key's policy lets a service in", () => {
    const statement = allowing("kms:Decrypt", "*", { Principal: { Service: "sns.amazonaws.com" } });
    const keys = [key("1", ["orders"])].map((one) => ({
      ...one,
      policy: {
        ...statement,
        Statement: [...allowing("kms:*", "*", root(B)).Statement, ...statement.Statement],
      },
    }));
    const { inventory } = adopted(byHand({ keys }));
    strictEqual(orders(inventory).external, true);
    match(inventory, /its key's policy also lets in sns\.amazonaws\.com/);
  });

  it("stay as they are while another tool holds them or their key", () => {
    const heldBy = [{ tool: "terraform" as const, address: "aws_kms_key.this", source: "s.json" }];
    for (const more of [
      { keys: [key("1", ["orders"], { heldBy })] },
      { secrets: [secret("orders", { heldBy })] },
    ]) {
      const { inventory, left } = adopted(byHand(more));
      deepStrictEqual(left, []);
      strictEqual(orders(inventory).external, true);
      match(inventory, /terraform \(aws_kms_key\.this, in s\.json\) holds it/);
    }
  });

  it("are not taken from an account that was not given", () => {
    const { imports, inventory } = adopted(byHand(), {
      accounts: [{ name: "a", id: A, region: "eu-west-1" }],
    });
    strictEqual(orders(inventory).external, true);
    deepStrictEqual(Object.keys(imports), ["a.workloads"]);
  });

  it("have names of their own where two accounts have one of the same name", () => {
    const own = secret("orders", { arn: secretArn("orders", A), key: null });
    const found = byHand({
      roles: [role("by-hand", [secretArn("orders"), own.arn])],
      secrets: [secret("orders"), own],
      associations: [association("orders", "by-hand")],
    });
    const { secrets } = parse(adopted(found).inventory);
    deepStrictEqual(Object.keys(secrets).sort(), ["a/orders", "b/orders"]);
    strictEqual(secrets["a/orders"].name, "orders");
  });

  it("have names of their own where a secret is named as another with its account would be", () => {
    const all = [secretArn("orders"), secretArn("orders", A), secretArn("b/orders", A)];
    const found = byHand({
      roles: [role("by-hand", all)],
      secrets: all.map((arn) => secret("", { arn, ...(arn.includes(A) && { key: null }) })),
    });
    const { readers, secrets } = parse(adopted(found).inventory);
    deepStrictEqual([Object.keys(secrets).length, readers.orders.reads.length], [3, 3]);
    deepStrictEqual(secrets["b/orders"], { account: "a" });
    deepStrictEqual(secrets["b/orders-2"], { name: "orders", account: "b", key: "orders" });
  });

  it("have names of their own where pods of two regions read parameters of one name", () => {
    const shop = CLUSTER.replace("eu-west-1", "us-east-1");
    const parameters = [CLUSTER, shop].map((clusterArn) => {
      const reads = { objectName: "/app/flag", objectType: "ssmparameter" } as const;
      return providerClass("orders", [reads], { clusterArn });
    });
    const found = byHand({
      parameterRegions: [`${A}/eu-west-1`, `${A}/us-east-1`],
      clusters: [CLUSTER, shop].map((arn) => ({ arn, hasAgent: true, hasDriver: true })),
      roles: [role("by-hand", []), role("other", [])],
      associations: [
        association("orders", "by-hand"),
        association("orders", "other", { clusterArn: shop }),
      ],
      classes: parameters,
      workloads: [CLUSTER, shop].map((clusterArn) => ({
        ...workload("orders", "orders"),
        clusterArn,
      })),
    });
    const { left, zone } = adopted(found);
    deepStrictEqual(
      zone.parameters.map(({ region }) => region),
      ["eu-west-1", "us-east-1"],
      JSON.stringify(left),
    );
  });
});
