import { deepStrictEqual, match, strictEqual } from "node:assert";
import { parse } from "yaml";
import {
  A,
  adopted,
  allowing,
  association,
  byHand,
  CLUSTER,
  providerClass,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
  serviceAccount,
  workload,
} from "./by-hand";

/** The reader `orders` of an inventory. */
const orders = (inventory: string) => parse(inventory).readers?.orders;

const terraform = {
  tool: "terraform" as const,
  address: "module.orders.aws_iam_role.this[0]",
  source: "state.json",
};
const ack = { tool: "ack" as const, address: "default/orders", source: "cluster shop" };

describe("the readers of an adoption", () => {
  it("keep the role that is theirs alone, and import it with what stands around it", () => {
    const { documents, imports, inventory, left } = adopted(byHand());
    deepStrictEqual(left, []);
    strictEqual(orders(inventory).role, "existing");
    strictEqual(orders(inventory).roleName, "by-hand");
    strictEqual(orders(inventory).formerRole, undefined);
    deepStrictEqual(orders(inventory).reads, ["orders"]);
    deepStrictEqual(
      imports["a.workloads"]?.resources.map(({ id, name, parent }) => [name, id, parent]),
      [
        ["orders-role", "by-hand", "orders"],
        ["orders-association", "shop,a-orders", "orders"],
        ["orders-service-account", "default/orders", "orders"],
        ["orders-provider-class", "default/orders", "orders"],
      ],
    );
    deepStrictEqual(documents, {});
  });

  it("have the files that their pods have", () => {
    const objects = [
      { objectName: secretArn("orders"), objectType: "secretsmanager" as const },
      {
        objectName: secretArn("shop/api").replace(/-.{6}$/, ""),
        objectType: "secretsmanager" as const,
        objectAlias: "api/key.json",
        objectVersionLabel: "AWSPREVIOUS",
        jmesPath: [{ path: "user", objectAlias: "user", filePermission: "0444" }],
      },
    ];
    const found = byHand({
      secrets: [secret("orders"), secret("shop/api")],
      classes: [providerClass("mine", objects, { region: "eu-west-1" })],
      workloads: [workload("orders", "mine")],
    });
    const { inventory, left } = adopted(found);
    deepStrictEqual(left, []);
    strictEqual(orders(inventory).secretProviderClass, "mine");
    deepStrictEqual(orders(inventory).reads, [
      { secret: "orders", as: secretArn("orders") },
      {
        secret: "shop/api",
        as: "api_key.json",
        versionStage: "AWSPREVIOUS",
        jmesPath: [{ path: "user", filePermission: "0444", as: "user" }],
      },
    ]);
  });

  it("leave a SecretProviderClass that others mount, and get one of their own", () => {
    const found = byHand({
      workloads: [workload("orders", "orders"), workload("others", "orders")],
    });
    const names = adopted(found).imports["a.workloads"]?.resources.map(({ name }) => name) ?? [];
    strictEqual(names.includes("orders-provider-class"), false);
  });

  it("leave a service account to Helm", () => {
    const { imports, inventory } = adopted(
      byHand({ serviceAccounts: [serviceAccount("orders", { manager: "Helm" })] }),
    );
    strictEqual(orders(inventory).createServiceAccount, false);
    const names = imports["a.workloads"]?.resources.map(({ name }) => name) ?? [];
    strictEqual(names.includes("orders-service-account"), false);
  });

  it("tell of secrets that no workload mounts, and of those that the role may also read", () => {
    const found = byHand({
      roles: [role("by-hand", [secretArn("orders"), secretArn("sdk"), `${secretArn("any")}*`])],
      secrets: [secret("orders"), secret("sdk"), secret("wide")],
    });
    const { inventory } = adopted(
      found,
      {},
      {
        who: new Map([[secretArn("wide"), [roleArn("by-hand")]]]),
        policyChangers: [],
      },
    );
    deepStrictEqual(orders(inventory).reads, ["orders", "sdk"]);
    match(inventory, /# decide: its role names sdk, which no workload mounts/);
    match(inventory, /# decide: its role may also read wide, and will not/);
  });

  it("are not pods whose role reads no secret", () => {
    const found = byHand({
      roles: [
        ...byHand().roles,
        role("ebs", [], {
          policies: { inline: [{ name: "ebs", document: allowing("ec2:*", "*") }], attached: [] },
        }),
      ],
      associations: [...byHand().associations, association("ebs-csi", "ebs")],
    });
    const { left, readers, without } = adopted(found);
    deepStrictEqual(left, []);
    deepStrictEqual(without, ["default/ebs-csi of cluster shop"]);
    strictEqual(readers.length, 1);
  });

  /** Found things that leave the reader, with why. */
  const leaving: [string, Parameters<typeof byHand>[0], RegExp][] = [
    ["whose role was not found", { roles: [] }, /role .*by-hand was not found/],
    [
      "the policies of whose role could not be read",
      { roles: [role("by-hand", [], { policies: undefined })] },
      /policies of its role .*by-hand could not be read/,
    ],
    [
      "whose association has a session policy",
      {
        associations: [
          association("orders", "by-hand", {
            disableSessionTags: true,
            policy: allowing(READS, "*"),
          }),
        ],
      },
      /session policy/,
    ],
    [
      "whose role another tool holds",
      { roles: [role("by-hand", [secretArn("orders")], { heldBy: [terraform] })] },
      /terraform \(module\.orders\.aws_iam_role\.this\[0\], in state\.json\) holds it/,
    ],
    [
      "that two tools claim",
      { associations: [association("orders", "by-hand", { heldBy: [terraform, ack] })] },
      /several tools claim it: terraform .*, ack /,
    ],
    [
      "whose role another pod has, too",
      { associations: [association("orders", "by-hand"), association("more", "by-hand")] },
      /role .*by-hand also serves default\/more of cluster shop/,
    ],
    [
      "whose class cannot be understood",
      { classes: [providerClass("orders", "its objects are no list")] },
      /SecretProviderClass orders: its objects are no list/,
    ],
    [
      "whose class is not there",
      { classes: [] },
      /mounts the SecretProviderClass orders, which is/,
    ],
    [
      "whose class mounts a secret that was not found",
      { secrets: [] },
      /mounts arn:.*:secret:orders-AbCdEf, which none of the given accounts has/,
    ],
    [
      "that reads another account's secret under the AWS managed key",
      { secrets: [secret("orders", { key: null })] },
      /AWS managed key/,
    ],
  ];
  for (const [which, more, why] of leaving) {
    it(`rejects one ${which}, by name`, () => {
      const others = {
        roles: [role("mine", [secretArn("own", A)])],
        associations: [association("own", "mine")],
        secrets: [secret("own", { arn: secretArn("own", A), key: null })],
      };
      const base = byHand(more);
      const found = {
        ...base,
        roles: [...base.roles, ...others.roles],
        associations: [...base.associations, ...others.associations],
        secrets: [...base.secrets, ...others.secrets],
      };
      const { left, readers } = adopted(found);
      deepStrictEqual(
        readers.map(({ id }) => id),
        ["own"],
      );
      const mine = left.find(({ what }) => what === "default/orders of cluster shop");
      match(mine?.why ?? "", why);
    });
  }

  it("take over what a tool has let go of", () => {
    const found = byHand({
      roles: [role("by-hand", [secretArn("orders")], { heldBy: [terraform] })],
    });
    for (const letGo of [["terraform"], [terraform.address]]) {
      deepStrictEqual(adopted(found, { letGo }).left, []);
    }
  });

  it("have names of their own where service accounts of several namespaces have one name", () => {
    const place = { namespace: "other" };
    const found = byHand({
      roles: [...byHand().roles, role("second", [secretArn("orders")])],
      associations: [association("orders", "by-hand"), association("orders", "second", place)],
      serviceAccounts: [serviceAccount("orders"), serviceAccount("orders", place)],
    });
    deepStrictEqual(
      adopted(found).readers.map(({ id }) => id),
      ["default-orders", "other-orders"],
    );
    strictEqual(found.clusters[0]?.arn, CLUSTER);
  });
});
