import { deepStrictEqual, match, ok } from "node:assert";
import type { Finding, StepId } from "../../../cli/doctor/step";
import {
  allow,
  type Change,
  deny,
  each,
  factsOf,
  findingsOf,
  INVENTORY,
  notRight,
  policy,
  statementsOf,
  zoneOf,
} from "./account-facts";

const KEY = "arn:aws:kms:us-east-1:222222222222:key/other";
const READS = "reads: [orders/db]";

/** The facts of reader `orders`, with other entries in `reads`. */
const reading = (reads: string, change: Change = {}) =>
  factsOf("orders", change, zoneOf(INVENTORY.replace(READS, `reads: [{ ${reads} }]`)));

/** The first finding of a step: its cause if it is wrong, otherwise its result. */
function first(step: StepId, ...given: Parameters<typeof factsOf>): string | undefined {
  return causeOf(findingsOf(step, factsOf(...given))[0]);
}
const causeOf = (one: Finding | undefined) => (one?.result === "wrong" ? one.cause : one?.result);

/** A question that the accounts did not answer. */
const gap = (open: object): Partial<Change> => ({
  accounts: { unread: [{ open, reason: "refused" } as never] },
});
const NO_POLICIES = each("roles", () => ({ policies: [] }));

describe("the steps of a read in accounts, in what is nearly the same", () => {
  const { role } = factsOf("orders").reader;

  it("are right where what could not be read is another's, or another part", () => {
    const arn = "arn:aws:iam::111111111111:role/other";
    const [one] = factsOf("orders").objects;
    const secret = one && "value" in one.object ? one.object.value?.arn : "";
    for (const open of [
      ...["rights", "trust", "secret", "key"].map((kind) => ({ kind, arn, part: "policy" })),
      { kind: "account", account: "111111111111", roles: [arn] },
      { kind: "secret", arn: secret, part: "versions" },
    ]) {
      deepStrictEqual(notRight(factsOf("orders", gap(open))), [], JSON.stringify(open));
    }
  });

  it("judge no role by policies that could not be read", () => {
    const change = { ...gap({ kind: "rights", arn: role.arn }), documents: NO_POLICIES };
    deepStrictEqual(
      findingsOf("identity-policy", factsOf("orders", change)).map(({ result }) => result),
      ["not seen"],
    );
  });

  it("judge no decryption with a key that nobody could see", () => {
    const change = {
      documents: each("roles", () => ({
        policies: [policy(allow({ Action: "secretsmanager:*" }))],
      })),
      objects: { key: { unseen: "refused" } },
    };
    for (const step of ["identity-policy", "key-state"] as const) {
      deepStrictEqual([step, first(step, "orders", change)], [step, "not seen"]);
    }
  });

  it("see of a reader that others deploy neither role nor policies", () => {
    const facts = factsOf("orders");
    const external = { ...facts, reader: { ...facts.reader, external: true as const } };
    for (const step of ["trust", "identity-policy", "boundary"] as const) {
      deepStrictEqual(findingsOf(step, external as never)[0]?.result, "not seen", step);
    }
  });

  it("name a missing target role, and a missing role of the reader, and how each is made again", () => {
    const own = (account: string): Change => ({
      documents: (all) => ({
        ...all,
        roles: all.roles?.filter(({ arn }) => arn.includes(account)) ?? null,
      }),
    });
    const accounts = [
      [":111111111111:", "eks-pod-secrets up --refresh --yes --only data.secrets"],
      [":222222222222:", "eks-pod-secrets up --refresh --yes --only shop.workloads"],
    ] as const;
    for (const [account, command] of accounts) {
      const [missed] = findingsOf("trust", factsOf("target", own(account)));
      ok(missed?.result === "wrong");
      deepStrictEqual([missed.cause, missed.mend.commands], ["EPS-330", [command]]);
      deepStrictEqual(first("identity-policy", "target", own(account)), "not seen");
    }
  });

  it("name a denial to decrypt by the policy that denies", () => {
    const documents = each("roles", ({ policies }) => ({
      policies: [...(policies ?? []), policy(deny({ Action: "kms:Decrypt" }))],
    }));
    deepStrictEqual(first("identity-policy", "orders", { documents }), "EPS-457");
  });

  it("blame another key only for a decryption, and only where both keys were seen", () => {
    const key = { value: { arn: KEY, state: "Enabled" } };
    deepStrictEqual(
      first("identity-policy", "orders", { documents: NO_POLICIES, objects: { key } }),
      "EPS-450",
    );
    const documents = each("roles", () => ({
      policies: [policy(allow({ Action: "secretsmanager:*" }))],
    }));
    const objects = { declaredKey: { unseen: "no such alias" } };
    deepStrictEqual(first("identity-policy", "orders", { documents, objects }), "EPS-471");
  });

  it("name the AWS managed key, whose policy nobody can change", () => {
    const documents = each("secrets", () => ({ key: null }));
    const managed = { value: undefined };
    const objects = { key: managed, declaredKey: managed };
    deepStrictEqual(first("key-policy", "orders", { documents, objects }), "EPS-469");
  });

  it("judge no policy of a key that is deleted, and lose nothing but the version of a pinned one", () => {
    const objects = { key: { value: { arn: KEY, state: "Deleted" } } };
    deepStrictEqual(first("key-policy", "orders", { objects }), "not seen");
    const [found] = findingsOf("key-state", reading("secret: orders/db, version: v0", { objects }));
    ok(found?.result === "wrong" && found.cause === "EPS-532");
    deepStrictEqual(found.mend.commands, []);
  });

  it("see each of several keys", () => {
    const facts = factsOf("orders");
    const [one, other] = facts.objects;
    ok(one && other);
    const objects = [one, { ...other, key: { value: { arn: KEY, state: "Disabled" } } }];
    deepStrictEqual(causeOf(findingsOf("key-state", { ...facts, objects })[0]), "EPS-556");
    const unseen = [
      { ...one, key: { unseen: "refused" } },
      { ...other, key: { unseen: "no" } },
    ];
    deepStrictEqual(findingsOf("key-state", { ...facts, objects: unseen }).length, 2);
  });

  it("know a pinned version by its id, and one by its label", () => {
    const versions = [{ id: "v1", labels: ["STABLE"] }];
    const objects = { object: { value: { arn: KEY, versions } } };
    const cases = {
      "version: v1": "right",
      "version: v2": "EPS-538",
      "version: STABLE": "EPS-538",
    };
    for (const [pin, result] of Object.entries(cases)) {
      const facts = reading(`secret: orders/db, ${pin}`, { objects });
      deepStrictEqual([pin, causeOf(findingsOf("value", facts)[0])], [pin, result]);
    }
  });

  it("see the parts of a value that has them, and none of one that could not be read", () => {
    const parts = "secret: orders/db, jmesPath: [{ path: password, as: password }]";
    const value = { names: ["password"], missing: [], noText: [] };
    const results = [{ value }, { unseen: "refused" }].map((one) =>
      causeOf(findingsOf("parts", reading(parts, { objects: { parts: one } }))[0]),
    );
    deepStrictEqual(results, ["right", "not seen"]);
  });

  describe("of an adopted secret", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:old-AbCdEf";
    const zone = zoneOf(
      INVENTORY.replace(
        "parameters:",
        `  old: { account: data, arn: "${arn}", existing: true, key: orders }\nparameters:`,
      )
        .replace(READS, "reads: [old]")
        .replace("failoverRegion: eu-west-1, ", ""),
    );
    const mendOf = (value: object | undefined) => {
      const [found] = findingsOf(
        "object",
        factsOf("orders", { objects: { object: { value } as never } }, zone),
      );
      ok(found?.result === "wrong");
      return found.mend;
    };

    it("restore it where it is deleted, and make none where it is gone", () => {
      const deleted = { arn, deletedOn: new Date(), versions: [] };
      match(
        mendOf(deleted).commands[0] ?? "",
        /^aws secretsmanager restore-secret --secret-id arn:/,
      );
      deepStrictEqual(mendOf(undefined).commands, []);
      match(mendOf(undefined).says, /adopts a secret that is gone/);
    });
  });

  it("find session tags that do not fit", () => {
    const facts = factsOf("orders");
    const serviceAccount = Array.from({ length: 250 }, (_, index) => (index * 7) % 36)
      .map((one) => one.toString(36))
      .join("");
    const reader = { ...facts.reader, serviceAccount, namespace: serviceAccount.slice(0, 63) };
    deepStrictEqual(causeOf(findingsOf("session-tags", { ...facts, reader })[0]), "EPS-376");
  });

  it("ask the policy of a VPC endpoint as a call that comes through it", () => {
    const value = (id: string) => [
      {
        document: {
          arn: "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-1",
          service: "com.amazonaws.us-east-1.secretsmanager",
          policy: policy(
            allow({ Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": id } } }),
          ),
        },
        hasUsualName: true,
      },
    ];
    deepStrictEqual(notRight(factsOf("orders", { endpoints: { value: value("vpce-1") } })), []);
    deepStrictEqual(
      first("endpoint-policies", "orders", { endpoints: { value: value("vpce-2") } }),
      "EPS-456",
    );
  });

  it("take a denial in one role's trust policy for that role alone", () => {
    const documents = each("roles", ({ arn, trust }) =>
      arn === role.arn
        ? {}
        : {
            trust: policy(...statementsOf(trust), {
              Effect: "Deny",
              Principal: "*",
              Action: "sts:*",
            }),
          },
    );
    deepStrictEqual(first("trust", "orders", { documents }), "right");
  });
});
