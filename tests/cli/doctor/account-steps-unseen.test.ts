import { deepStrictEqual, ok } from "node:assert";
import type { StepId } from "../../../cli/doctor/step";
import {
  allow,
  type Change,
  each,
  factsOf,
  findingsOf,
  INVENTORY,
  NO_ROLE,
  notRight,
  policy,
  zoneOf,
} from "./account-facts";
import { endpoint } from "./account-faults";

describe("the steps of a read in accounts, of what could not be read", () => {
  const gap = (open: object, action: string): Change => ({
    accounts: {
      unread: [
        {
          ...{ open, reason: `${action} leaves it open`, call: action, account: "222222222222" },
          problem: "AccessDenied: no",
        } as never,
      ],
    },
  });
  const { objects, reader } = factsOf("orders");
  const arn = objects[0] && "value" in objects[0].object ? objects[0].object.value?.arn : "";
  const key = objects[0] && "value" in objects[0].key ? objects[0].key.value?.arn : "";
  const roles = [reader.role.arn];

  /** These steps judge the read of an object. If nobody asked about the object, they judge nothing. */
  const POLICIES = [
    ...(["identity-policy", "boundary", "resource-policy", "key-policy"] as const),
    ...(["control-policies", "endpoint-policies"] as const),
  ];
  const endpoints = { value: [endpoint(policy(allow({ Principal: "*" })))] };

  const cases: { what: string; change: Change; steps: StepId[] }[] = [
    {
      what: "who is in the reader's account",
      change: {
        ...gap({ kind: "account", account: "111111111111", roles }, "iam:Get"),
        ...NO_ROLE,
      },
      steps: ["granted", "trust", "identity-policy", "boundary"],
    },
    {
      what: "a policy of the role",
      change: gap({ kind: "rights", arn: roles[0] }, "iam:GetPolicy"),
      steps: ["granted", "identity-policy", "boundary"],
    },
    {
      what: "the secret's policy",
      change: {
        ...gap({ kind: "secret", arn, part: "policy" }, "secretsmanager:GetResourcePolicy"),
        documents: each("secrets", (one) => ({ policy: one.arn === arn ? null : one.policy })),
      },
      // The policy may contain a revocation.
      steps: ["granted", "resource-policy"],
    },
    {
      what: "the key's policy",
      change: {
        ...gap({ kind: "key", arn: key }, "kms:GetKeyPolicy"),
        documents: each("keys", (one) => ({ policy: one.arn === key ? null : one.policy })),
      },
      steps: ["key-policy"],
    },
    {
      what: "the secret",
      change: { objects: { object: { unseen: "no" }, key: { unseen: "no" } } },
      steps: ["granted", ...POLICIES, "key-state", "object", "value"],
    },
    {
      what: "a secret that no document tells of",
      change: { documents: (all) => ({ ...all, secrets: [] }) },
      steps: POLICIES,
    },
    {
      what: "the network of the cluster",
      change: { endpoints: { unseen: "no" } },
      steps: ["endpoint-policies"],
    },
    {
      what: "control policies, of which the inventory has no file",
      change: { accounts: { controls: { unseen: "no" } } },
      steps: ["control-policies"],
    },
  ];
  it("name no part of a value that was not read", () => {
    const { objects: given } = factsOf("orders");
    const jmesPath = [{ path: "password", file: "password" }];
    const objects = { grant: { ...given[0]?.grant, jmesPath } as never };
    const [found] = findingsOf("parts", factsOf("orders", { objects }));
    ok(found?.result === "not seen");
    deepStrictEqual(found.says.includes("--read-parts"), true);
  });

  for (const { change, steps, what } of cases) {
    it(`are not seen, and never right: ${what}`, () => {
      deepStrictEqual(
        notRight(factsOf("orders", { endpoints, ...change })),
        steps.map((step) => `${step}: not seen`),
      );
    });
  }

  const deleted = { arn: arn ?? "", deletedOn: new Date(), versions: [] };
  for (const [what, value] of [
    ["gone", undefined],
    ["deleted", deleted],
  ] as const) {
    it(`judge no policy and no key of a secret that is ${what}`, () => {
      const change = { objects: { object: { value }, key: { value: undefined } } };
      const facts = factsOf("orders", { ...change, endpoints });
      deepStrictEqual(notRight(facts), [
        ...[...POLICIES, "key-state"].map((step) => `${step}: not seen`),
        ...["object: wrong", "value: not seen"],
      ]);
      for (const step of POLICIES) {
        const says = "orders/db is not there, or is deleted";
        deepStrictEqual(findingsOf(step, facts), [{ result: "not seen", says }]);
      }
      const without = findingsOf("endpoint-policies", factsOf("orders", change));
      deepStrictEqual(without[0]?.result, "right");
    });
  }

  it("judge no policy of a parameter whose document could not be read", () => {
    const at = "arn:aws:ssm:us-east-1:111111111111:parameter/shop/token";
    const documents: Change["documents"] = (all) => ({ ...all, parameters: [] });
    const change = gap({ kind: "parameter", arn: at }, "kms:DescribeKey");
    const [found] = findingsOf("control-policies", factsOf("shop", { ...change, documents }));
    ok(found?.result === "not seen");
    deepStrictEqual(found.right, "kms:DescribeKey in account 222222222222");
  });

  it("ask nobody's role whether a reader that others deploy is revoked", () => {
    const facts = factsOf("orders", gap({ kind: "rights", arn: roles[0] }, "iam:GetPolicy"));
    const external = { ...facts, reader: { ...facts.reader, external: true } };
    deepStrictEqual(findingsOf("granted", external as never)[0]?.result, "right");
  });

  it("do not know of a revocation where a target role was not read", () => {
    const arn = factsOf("target").reader.targetRole?.arn;
    const change = gap({ kind: "rights", arn }, "iam:GetPolicy");
    deepStrictEqual(findingsOf("granted", factsOf("target", change))[0]?.result, "not seen");
  });

  it("name the right that is missing", () => {
    const change = gap({ kind: "rights", arn: roles[0] }, "iam:GetPolicy");
    const [found] = findingsOf("identity-policy", factsOf("orders", change));
    ok(found?.result === "not seen");
    deepStrictEqual(found.right, "iam:GetPolicy in account 222222222222");
    deepStrictEqual(found.says, "iam:GetPolicy leaves it open");
  });

  describe("of a secret that others own", () => {
    const at = "arn:aws:secretsmanager:us-east-1:444444444444:secret:bank-AbCdEf";
    const zone = zoneOf(
      INVENTORY.replace(
        "parameters:",
        `  bank: { external: true, arn: "${at}", key: "arn:aws:kms:us-east-1:444444444444:key/k" }\nparameters:`,
      ).replace(/failoverRegion: eu-west-1, reads: \[.*\]/, "reads: [bank]"),
    );
    const unseen = { unseen: "others own secret bank, and they alone can look at it" };
    const objects = { object: unseen, key: unseen };

    it("see what this inventory deploys, and nothing that the others do", () => {
      deepStrictEqual(notRight(factsOf("orders", { objects }, zone)), [
        "identity-policy: not seen",
        "boundary: not seen",
        "resource-policy: not seen",
        "key-policy: not seen",
        "key-state: not seen",
        "object: not seen",
        "value: not seen",
      ]);
    });

    it("name the role's policy that does not allow the read", () => {
      const documents = each("roles", () => ({ policies: [] }));
      const [found] = findingsOf(
        "identity-policy",
        factsOf("orders", { documents, objects }, zone),
      );
      ok(found?.result === "wrong");
      deepStrictEqual(found.cause, "EPS-450");
    });
  });
});
