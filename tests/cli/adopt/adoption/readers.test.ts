import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { parse } from "yaml";
import type { Adoption } from "../../../../cli/adopt/adoption/adoption";
import {
  A,
  adopted,
  allowing,
  association,
  byHand,
  CLUSTER,
  ISSUER,
  POD_TRUST,
  providerClass,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
  serviceAccount,
  today,
  tokensOf,
  workload,
} from "./by-hand";

/** The reader `orders` of an inventory. */
const orders = (inventory: string) => parse(inventory).readers?.orders;

describe("the readers of an adoption", () => {
  it("keep the role that is theirs alone, and import it with what stands around it", () => {
    const { documents, imports, inventory, left } = adopted(byHand());
    deepStrictEqual(left, []);
    strictEqual(orders(inventory).role, "existing");
    strictEqual(orders(inventory).roleName, "by-hand");
    strictEqual(orders(inventory).formerRole, undefined);
    deepStrictEqual(orders(inventory).reads, ["orders"]);
    deepStrictEqual(
      imports["a.workloads"]?.resources.map(({ id, name }) => [name, id]),
      [
        ["orders-role", "by-hand"],
        ["orders-association", "shop,a-orders"],
        ["orders-service-account", "default/orders"],
        ["orders-provider-class", "default/orders"],
      ],
    );
    deepStrictEqual(documents, {});
    const seen = imports["a.workloads"]?.resources.map((one) => Object.keys(one.seen ?? {}));
    deepStrictEqual(seen?.slice(0, 2), [
      ["trust policy", "inline policy read"],
      [`role ${roleArn("by-hand")}`],
    ]);
  });

  it("keep the policies of their role that allow more than reads, each in a file", () => {
    const logs = allowing("logs:PutLogEvents", "*");
    const arn = `arn:aws:iam::${A}:policy/team/read`;
    const policies = [
      { name: "logs", document: logs },
      { name: arn, document: allowing(READS, secretArn("orders")) },
      { name: "arn:aws:iam::aws:policy/Logs", document: logs },
    ];
    const { documents, inventory } = adopted(
      byHand({ roles: [role("by-hand", [], { policies })] }),
    );
    deepStrictEqual(orders(inventory).keptPolicies, [
      { name: "logs", document: "adopted/orders/logs.json" },
      { arn: "arn:aws:iam::aws:policy/Logs", document: "adopted/orders/aws-Logs.json" },
    ]);
    deepStrictEqual(documents, {
      "adopted/orders/logs.json": logs,
      "adopted/orders/aws-Logs.json": logs,
    });
  });

  it("get a class of their own where others mount theirs, too, and say so", () => {
    const found = byHand();
    const ordersOf = (workloads: object[], name = "orders") => {
      const classes = [providerClass(name, found.classes[0]?.objects ?? [])];
      const { inventory } = adopted({ ...found, classes, workloads } as typeof found);
      const [, says] =
        /also mount the class (\S+), .*mount the class (\S+) in its place/.exec(inventory) ?? [];
      return [orders(inventory).secretProviderClass, says];
    };
    deepStrictEqual(ordersOf([workload("orders", "orders")]), [undefined, undefined]);
    const both = (name: string) => [workload("orders", name), workload("others", name)];
    deepStrictEqual(ordersOf(both("orders")), ["orders-own", "orders"]);
    deepStrictEqual(ordersOf(both("shared"), "shared"), [undefined, "shared"]);
  });

  it("say which tags up removes of a role that they keep, and of their association", () => {
    const marksOf = (more: object, associations = byHand().associations) => {
      const roles = [role("by-hand", [secretArn("orders")], more)];
      const found = byHand({ associations, roles });
      return adopted(found).readers[0]?.marks.filter((mark) => mark.includes("removes the tags"));
    };
    const tags = { team: "orders", cost: "7" };
    deepStrictEqual(marksOf({ tags }), [
      "decide: up removes the tags team, cost from its role; a tag that everything in the account may have can stand under the tags of the account",
    ]);
    const trust = allowing("sts:AssumeRole", "*", { Principal: "*" });
    deepStrictEqual(marksOf({ tags, trust }), []);
    const tagged = byHand().associations.map((one) => ({ ...one, tags: { team: "orders" } }));
    match(
      marksOf({}, tagged)?.join() ?? "",
      /^decide: up removes the tags team from its association;/,
    );
  });

  it("stay with IRSA where an annotation gives them the role", () => {
    const provider = `arn:aws:iam::${A}:oidc-provider/${ISSUER}`;
    const found = byHand({
      roles: [role("by-hand", [], tokensOf("system:serviceaccount:default:orders"))],
      associations: [],
      serviceAccounts: [serviceAccount("orders", { roleArn: roleArn("by-hand") })],
    });
    const { inventory, left } = adopted(found);
    deepStrictEqual(left, []);
    strictEqual(orders(inventory).identity, "irsa");
    strictEqual(orders(inventory).roleName, "by-hand");
    strictEqual(parse(inventory).clusters.shop.oidcProvider, provider);
  });

  it("stay with both where association and annotation give them one role", () => {
    const found = byHand({
      serviceAccounts: [serviceAccount("orders", { roleArn: roleArn("by-hand") })],
    });
    strictEqual(orders(adopted(found).inventory).identity, "both");
  });

  /** Reasons for which the pods' present role cannot stay theirs, and how the inventory admits it until they have moved. */
  const moving: [string, Parameters<typeof byHand>[0], object][] = [
    [
      "may be assumed by others",
      {
        roles: [
          role("by-hand", [secretArn("orders")], {
            trust: {
              ...POD_TRUST,
              Statement: [
                ...POD_TRUST.Statement,
                ...allowing("sts:AssumeRole", "*", { Principal: { Service: "ec2.amazonaws.com" } })
                  .Statement,
              ],
            },
          }),
        ],
      },
      { role: roleArn("by-hand"), isWithoutTags: false },
    ],
    [
      "comes without tags",
      { associations: [association("orders", "by-hand", { disableSessionTags: true })] },
      { role: roleArn("by-hand"), isWithoutTags: true },
    ],
    [
      "is of an annotation, beside that of an association",
      { serviceAccounts: [serviceAccount("orders", { roleArn: roleArn("annotated") })] },
      { role: roleArn("annotated"), isWithoutTags: true },
    ],
  ];
  for (const [which, more, former] of moving) {
    it(`keep a role that ${which} as a former one, until they have moved`, () => {
      const { left, readers } = adopted(byHand(more));
      deepStrictEqual(left, []);
      deepStrictEqual(readers[0]?.former, former);
    });
  }

  it("keep a role whose trust names who was deleted, as that is nobody", () => {
    const deleted = { Principal: { AWS: "AIDAEXAMPLEEXAMPLE123" } };
    const { Statement } = allowing("sts:AssumeRole", "*", deleted);
    const trust = { ...POD_TRUST, Statement: [...POD_TRUST.Statement, ...Statement] };
    const { readers } = adopted(
      byHand({ roles: [role("by-hand", [secretArn("orders")], { trust })] }),
    );
    strictEqual(readers[0]?.role?.arn, roleArn("by-hand"));
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

  it("leave a service account and a class to the tool that deploys them, say so, and take them once it has let go", () => {
    for (const tool of ["helm", "argocd", "flux", "crossplane", "manager"] as const) {
      const deployedBy = [{ tool, address: "shop/web", source: "cluster shop" }];
      const found = byHand({
        serviceAccounts: [serviceAccount("orders", { deployedBy })],
        classes: byHand().classes.map((one) => ({ ...one, deployedBy })),
      });
      const taken = ({ imports }: Adoption) =>
        imports["a.workloads"]?.resources.map(({ name }) => name).slice(2);
      const kept = adopted(found);
      deepStrictEqual(taken(kept), []);
      strictEqual(orders(kept.inventory).createServiceAccount, false);
      strictEqual(orders(kept.inventory).secretProviderClass, "orders-own");
      const titled = `${tool} (shop/web, in cluster shop)`;
      ok(kept.inventory.includes(`# its service account stays as it is, with ${titled}\n`));
      ok(kept.inventory.includes(`also mount the class orders of ${titled}, which up leaves`));
      const own = ["orders-service-account", "orders-provider-class"];
      deepStrictEqual(taken(adopted(found, { letGo: ["shop/web"] })), own);
    }
  });

  it("get a role of their own where the trust names another service account", () => {
    const subjects = ["orders", "other"].map((name) => `system:serviceaccount:default:${name}`);
    const { inventory } = adopted(byHand({ roles: [role("by-hand", [], tokensOf(subjects))] }));
    strictEqual(orders(inventory).formerRole, roleArn("by-hand"));
    match(inventory, /may also be assumed by system:serviceaccount:default:other: it gets a role/);
  });

  it("tell of secrets that no workload mounts, and of those that the role may also read", () => {
    const found = byHand({
      roles: [role("by-hand", [secretArn("orders"), secretArn("sdk"), `${secretArn("any")}*`])],
      secrets: [secret("orders"), secret("sdk"), secret("wide")],
    });
    const who = today({ [secretArn("wide")]: [roleArn("by-hand")] });
    const { inventory } = adopted(found, {}, who);
    deepStrictEqual(orders(inventory).reads, ["orders", "sdk"]);
    match(inventory, /# decide: its role names sdk, which no workload mounts/);
    match(inventory, /# decide: its role may also read wide; add to reads/);
  });

  it("are not pods whose role reads no secret", () => {
    const found = byHand({
      roles: [
        ...byHand().roles,
        role("ebs", [], { policies: [{ name: "ebs", document: allowing("ec2:*", "*") }] }),
      ],
      associations: [...byHand().associations, association("ebs-csi", "ebs")],
    });
    const { left, readers, without } = adopted(found);
    deepStrictEqual(left, []);
    deepStrictEqual(without, ["default/ebs-csi of cluster shop"]);
    strictEqual(readers.length, 1);
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
