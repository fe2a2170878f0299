import { deepStrictEqual, match, ok } from "node:assert";
import { withChanges } from "../../../cli/doctor/steps/mend-changes";
import type { AccessDocuments } from "../../../sdk/access";
import { revokedReaderStatement } from "../../../sdk/policy";
import {
  allow,
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
import { endpoint, WRONG } from "./account-faults";
import { seeNamed } from "./steps/healthy-facts";

/** Conditions of a denial. Only the time is known, and nothing else about a pod's own call. */
const CONDITIONS: [string, "right" | "wrong" | "not seen", object][] = [
  ["a time that has come", "wrong", { DateGreaterThan: { "aws:CurrentTime": "2020-01-01" } }],
  ["a time that has passed", "right", { DateLessThan: { "aws:CurrentTime": "2020-01-01" } }],
  ["the age of new sessions", "right", { DateLessThan: { "aws:TokenIssueTime": "2020-01-01" } }],
  ["an address", "not seen", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }],
  ["another address", "not seen", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }],
  ["a network", "not seen", { StringEquals: { "aws:SourceVpc": "vpc-1" } }],
  [
    "a pod's name",
    "not seen",
    { StringLike: { "aws:PrincipalTag/kubernetes-pod-name": "orders-*" } },
  ],
  [
    "other pods' names",
    "not seen",
    { StringNotLike: { "aws:PrincipalTag/kubernetes-pod-name": "orders-*" } },
  ],
  [
    "an address, of another role",
    "right",
    {
      IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
      ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/other" },
    },
  ],
];

describe("the steps of a read in accounts", () => {
  it("let calls through an endpoint of another service, or whose policy allows them", () => {
    const refusing = endpoint(policy());
    const other = { ...refusing.document, service: "com.amazonaws.us-east-1.ssm" };
    const value = [{ ...refusing, document: other }, endpoint(policy(allow({ Principal: "*" })))];
    deepStrictEqual(notRight(factsOf("orders", { endpoints: { value } })), []);
  });

  it("leave open whether pods call through an endpoint without private DNS names that refuses", () => {
    const value = [{ ...endpoint(policy()), hasUsualName: false }];
    deepStrictEqual(notRight(factsOf("orders", { endpoints: { value } })), [
      "endpoint-policies: not seen",
    ]);
  });

  for (const reader of ["orders", "target", "shop"]) {
    it(`are right where all is as the inventory has it: ${reader}`, () => {
      deepStrictEqual(notRight(factsOf(reader)), []);
    });
  }

  for (const { cause, mend, reader = "orders", step, what, ...change } of WRONG) {
    it(`name ${what} first, and what mends it`, () => {
      const facts = factsOf(reader, change);
      const wrong = notRight(facts).filter((one) => one.endsWith(": wrong"));
      deepStrictEqual(wrong[0], `${step}: wrong`);
      const [found] = findingsOf(step, facts);
      ok(found?.result === "wrong");
      deepStrictEqual(found.cause, cause);
      match(found.mend.commands.join("\n") || found.mend.says, mend);
      ok(found.says && found.known);
      seeNamed(found);
    });
  }

  it("leave the key of an adopted secret to its owner, under which others may read it", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:orders/db-a1b2c3";
    const adopted = INVENTORY.replace(
      /orders\/db: \{.*/,
      `orders/db: { account: data, existing: true, arn: "${arn}", key: orders }`,
    );
    const zone = zoneOf(adopted.replace(" failoverRegion: eu-west-1,", ""));
    const key = "arn:aws:kms:us-east-1:222222222222:key/another";
    const objects = { key: { value: { arn: key, state: "Enabled" } } };
    const documents = each("secrets", () => ({ key }));
    const [found] = findingsOf("identity-policy", factsOf("orders", { documents, objects }, zone));
    ok(found?.result === "wrong");
    deepStrictEqual([found.cause, found.mend.commands], ["EPS-443", []]);
    match(
      found.mend.says,
      /ask the owner which key it is to have: name in the inventory the key that it has/,
    );
  });

  it("put back the tag that a secret lacks, and not the role that reads by tags", async () => {
    const tagged = INVENTORY.replace(
      "secrets:",
      "secrets:\n  tagged: { account: shop, style: attributes }",
    );
    const zone = zoneOf(
      tagged.replace("failoverRegion: eu-west-1, reads: [orders/db]", "reads: [tagged]"),
    );
    const documents = each("secrets", () => ({ tags: {} }));
    const facts = await withChanges(factsOf("orders", { documents }, zone));
    const [found] = findingsOf("identity-policy", facts);
    ok(found?.result === "wrong");
    match(found.mend.commands.join(), /--only shop\.secrets$/);
    match(found.mend.changes?.[0] ?? "", /^reader orders gains read access to secret tagged /);
  });

  it("tell a secret that was made anew from a role that was changed", () => {
    const former = (all: AccessDocuments) =>
      each("roles", ({ policies }) => ({
        policies: JSON.parse(JSON.stringify(policies).replace(/(orders\/db)-\w{6}/g, "$1-Former")),
      }))(all);
    const [found] = findingsOf("identity-policy", factsOf("orders", { documents: former }));
    ok(found?.result === "wrong");
    deepStrictEqual(found.mend.commands, ["eks-pod-secrets up --refresh --yes"]);
    match(found.mend.says, /another entry of secrets, with existing: true and arn: arn:/);
  });

  it("name every document that refuses, in the order of the way", () => {
    const documents = (all: AccessDocuments) =>
      each("keys", () => ({ policy: policy() }))(
        each("secrets", () => ({ policy: null }))(each("roles", () => ({ policies: [] }))(all)),
      );
    deepStrictEqual(notRight(factsOf("orders", { documents })), [
      "identity-policy: wrong",
      "resource-policy: wrong",
      "key-policy: wrong",
    ]);
  });

  it("name the version that is mounted and not there", () => {
    const zone = zoneOf(
      INVENTORY.replace(
        "reads: [orders/db]",
        "reads: [{ secret: orders/db, versionStage: AWSPREVIOUS }]",
      ),
    );
    const [found] = findingsOf("value", factsOf("orders", {}, zone));
    ok(found?.result === "wrong");
    match(found.says, /secret orders\/db has no version AWSPREVIOUS$/);
    deepStrictEqual(found.mend.commands, []);
  });

  it("say once what is so in both regions", () => {
    const versions = [{ id: "1", labels: [] }];
    const facts = factsOf("orders", { objects: { object: { value: { arn: "arn", versions } } } });
    deepStrictEqual([facts.objects.length, findingsOf("value", facts).length], [2, 1]);
  });

  it("find a revocation in a secret's policy, where others deploy the role", () => {
    const documents = each("secrets", () => ({
      policy: policy(
        revokedReaderStatement(factsOf("orders").reader.role.arn) as unknown as object,
      ),
    }));
    const [found] = findingsOf("granted", factsOf("orders", { documents }));
    ok(found?.result === "wrong" && found.cause === "EPS-430");
  });

  it("blame no revocation of another reader", () => {
    const facts = factsOf("target", {
      documents: (all) =>
        each("secrets", () => ({
          policy: policy(revokedReaderStatement(factsOf("shop").reader.role.arn) as never),
        }))(WRONG[0]?.documents?.(all) ?? all),
    });
    const { documents } = facts.accounts;
    const own = [facts.reader.role.arn, facts.reader.targetRole?.arn];
    const roles = documents.roles?.filter(({ arn }) => !own.includes(arn)) ?? null;
    const accounts = { ...facts.accounts, documents: { ...documents, roles } };
    deepStrictEqual(findingsOf("granted", { ...facts, accounts })[0]?.result, "right");
  });

  it("say that the inventory grants a reader nothing, and propose no policy", () => {
    const facts = factsOf("orders");
    const [found] = findingsOf("granted", { ...facts, reader: { ...facts.reader, grants: [] } });
    ok(found?.result === "wrong" && found.cause === "EPS-400");
    deepStrictEqual(found.mend.commands, []);
  });

  it("blame no key whose primary moves to another region, and save a primary that waits", () => {
    const inState = (state: string) => {
      const key = { value: { arn: "arn:aws:kms:us-east-1:222222222222:key/mrk-1", state } };
      return findingsOf("key-state", factsOf("orders", { objects: { key } }))[0];
    };
    deepStrictEqual(inState("Updating"), { result: "right" });
    const waiting = inState("PendingReplicaDeletion");
    ok(waiting?.result === "wrong" && waiting.cause === "EPS-557");
  });

  for (const [what, effect, Condition] of CONDITIONS) {
    it(`judge a statement by ${what}: ${effect}`, () => {
      const documents = each("secrets", ({ policy: own }) => ({
        policy: policy(...statementsOf(own), deny({ Principal: "*", Condition })),
      }));
      const [found] = findingsOf("resource-policy", factsOf("orders", { documents }));
      deepStrictEqual(found?.result, effect);
    });
  }

  it("leave open what is allowed only to calls that have something", () => {
    const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    const documents = each("secrets", ({ policy: own }) => ({
      policy: policy(...statementsOf(own).map((one) => ({ ...one, Condition }))),
    }));
    const [found] = findingsOf("resource-policy", factsOf("orders", { documents }));
    deepStrictEqual(found?.result, "not seen");
  });

  it("blame no policy that turns on what only the pod's own call has", () => {
    const documents = each("secrets", ({ policy: own }) => ({
      policy: policy(
        ...statementsOf(own),
        deny({
          Principal: "*",
          Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
        }),
      ),
    }));
    const [found] = findingsOf("resource-policy", factsOf("orders", { documents }));
    ok(found?.result === "not seen");
    match(found.says, /unless the pod's own call has another aws:SourceVpce$/);
  });
});
