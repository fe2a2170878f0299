import { deepStrictEqual, match, ok } from "node:assert";
import type { StepId } from "../../../cli/doctor/step";
import { named } from "../../../cli/documents/live/policy-names";
import type { AccessDocuments } from "../../../sdk/access";
import { REVOKED, revokedReaderStatement, revokedRolePolicy } from "../../../sdk/policy";
import {
  allow,
  type Change,
  deny,
  each,
  factsOf,
  findingsOf,
  INVENTORY,
  NO_ROLE,
  notRight,
  policy,
  statementsOf,
  zoneOf,
} from "./account-facts";

interface Wrong extends Change {
  what: string;
  reader?: string;
  step: StepId;
  cause: string;
  /** What the mend's commands are, or what it says where there are none. */
  mend: RegExp;
}

const WORKLOADS = /^eks-pod-secrets up --refresh --yes --only shop\.workloads$/;
const SECRETS = /^eks-pod-secrets up --refresh --yes --only data\.secrets$/;
const ALL = /^eks-pod-secrets up --refresh --yes/;
const KEY = "arn:aws:kms:us-east-1:222222222222:key/other";

const WRONG: Wrong[] = [
  {
    ...{ what: "a revoked reader", step: "granted", cause: "EPS-430" },
    mend: /^eks-pod-secrets revoke orders --lift --yes$/,
    documents: each("roles", ({ policies }) => ({
      policies: [...(policies ?? []), named(`inline policy ${REVOKED}`, revokedRolePolicy())],
    })),
  },
  { what: "a role that is gone", step: "trust", cause: "EPS-330", mend: ALL, ...NO_ROLE },
  {
    ...{ what: "a role of IRSA", step: "trust", cause: "EPS-358", mend: WORKLOADS },
    documents: each("roles", () => ({ trust: policy() })),
  },
  {
    ...{ what: "a trust without TagSession", step: "trust", cause: "EPS-359", mend: WORKLOADS },
    documents: each("roles", () => {
      const Principal = { Service: "pods.eks.amazonaws.com" };
      return { trust: policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }) };
    }),
  },
  {
    ...{ what: "a trust in another namespace", step: "trust", cause: "EPS-360", mend: WORKLOADS },
    documents: each("roles", ({ trust }) => ({
      trust: JSON.parse(JSON.stringify(trust).replaceAll('"default"', '"other"')),
    })),
  },
  {
    ...{ what: "a target role that trusts others", reader: "target", step: "trust" },
    ...{ cause: "EPS-380", mend: SECRETS },
    documents: each("roles", ({ arn, trust }) => ({
      trust: arn.includes(":222222222222:") ? policy() : trust,
    })),
  },
  {
    ...{ what: "a role without its policy", step: "identity-policy", cause: "EPS-450" },
    ...{ mend: WORKLOADS, documents: each("roles", () => ({ policies: [] })) },
  },
  {
    ...{ what: "a role that may not become its target", reader: "target" },
    ...{ step: "identity-policy", cause: "EPS-450", mend: WORKLOADS },
    documents: each("roles", ({ arn, policies }) => ({
      policies: arn.includes(":111111111111:") ? [] : policies,
    })),
  },
  {
    ...{ what: "a role that may not decrypt", step: "identity-policy", cause: "EPS-471" },
    mend: WORKLOADS,
    documents: each("roles", () => ({ policies: [policy(allow({ Action: "secretsmanager:*" }))] })),
  },
  {
    ...{ what: "a role that is denied", step: "identity-policy", cause: "EPS-457" },
    mend: WORKLOADS,
    documents: each("roles", ({ policies }) => ({
      policies: [...(policies ?? []), policy(deny())],
    })),
  },
  {
    ...{ what: "a boundary", step: "boundary", cause: "EPS-452", mend: WORKLOADS },
    documents: each("roles", () => ({
      permissionsBoundary: policy(allow({ Action: "s3:*" })),
    })),
  },
  {
    ...{ what: "a secret without its policy", step: "resource-policy", cause: "EPS-451" },
    ...{ mend: SECRETS, documents: each("secrets", () => ({ policy: null })) },
  },
  {
    ...{ what: "a secret that denies", step: "resource-policy", cause: "EPS-458", mend: SECRETS },
    documents: each("secrets", ({ policy: own }) => ({
      policy: policy(...statementsOf(own), deny({ Principal: "*" })),
    })),
  },
  {
    ...{ what: "a key without its policy", step: "key-policy", cause: "EPS-470", mend: SECRETS },
    documents: each("keys", () => ({ policy: policy() })),
  },
  {
    ...{ what: "a key that denies", step: "key-policy", cause: "EPS-470", mend: SECRETS },
    documents: each("keys", ({ policy: own }) => ({
      policy: policy(...statementsOf(own), deny({ Principal: "*" })),
    })),
  },
  {
    ...{ what: "a value under another key", step: "identity-policy", cause: "EPS-443" },
    mend: SECRETS,
    documents: each("secrets", () => ({ key: KEY })),
    objects: { key: { value: { arn: KEY, state: "Enabled" } } },
  },
  {
    ...{ what: "a parameter under another key", reader: "shop" },
    ...{ step: "identity-policy", cause: "EPS-443", mend: /^eks-pod-secrets put \/shop\/token$/ },
    documents: (all) => ({
      ...all,
      parameters: all.parameters?.map((one) => ({ ...one, key: KEY })) ?? null,
    }),
    objects: { key: { value: { arn: KEY, state: "Enabled" } } },
  },
  {
    ...{ what: "a service control policy", step: "control-policies", cause: "EPS-461" },
    mend: /management account/,
    documents: controlled("serviceControlPolicies", "111111111111", policy(allow(), deny())),
  },
  {
    ...{ what: "a resource control policy", step: "control-policies", cause: "EPS-462" },
    mend: /management account/,
    documents: controlled(
      "resourceControlPolicies",
      "222222222222",
      policy(deny({ Principal: "*" })),
    ),
  },
  {
    ...{ what: "a disabled key", step: "key-state", cause: "EPS-556" },
    mend: /^aws kms enable-key --key-id arn:\S+ --region us-east-1$/,
    objects: { key: { value: { arn: KEY, state: "Disabled" } } },
  },
  {
    ...{ what: "a key that is to be deleted", step: "key-state", cause: "EPS-557" },
    mend: /^aws kms cancel-key-deletion --key-id \S+ --region us-east-1\naws kms enable-key /,
    objects: { key: { value: { arn: KEY, state: "PendingDeletion", deletedOn: new Date() } } },
  },
  {
    ...{ what: "a key that is deleted", step: "key-state", cause: "EPS-532" },
    mend: /^eks-pod-secrets up --refresh --yes\neks-pod-secrets put orders\/db$/,
    objects: { key: { value: { arn: KEY, state: "Deleted" } } },
  },
  {
    ...{ what: "a key without its material", step: "key-state", cause: "EPS-559" },
    mend: /import its material/,
    objects: { key: { value: { arn: KEY, state: "PendingImport" } } },
  },
  {
    ...{ what: "a deleted secret", step: "object", cause: "EPS-555" },
    mend: /^eks-pod-secrets restore orders\/db\neks-pod-secrets up --refresh --yes$/,
    objects: { object: { value: { arn: KEY, deletedOn: new Date(), versions: [] } } },
  },
  {
    ...{ what: "a secret that is gone", step: "object", cause: "EPS-551" },
    mend: /^eks-pod-secrets up --refresh --yes\neks-pod-secrets put orders\/db$/,
    objects: { object: { value: undefined } },
  },
  {
    ...{ what: "a replica that is gone", step: "object", cause: "EPS-535", mend: SECRETS },
    objects: { region: "eu-west-1", object: { value: undefined } },
  },
  {
    ...{ what: "a parameter that is gone", reader: "shop", step: "object", cause: "EPS-567" },
    ...{ mend: /^eks-pod-secrets put \/shop\/token$/, objects: { object: { value: undefined } } },
  },
  {
    ...{ what: "a secret without a value", step: "value", cause: "EPS-554" },
    mend: /^eks-pod-secrets put orders\/db$/,
    objects: { object: { value: { arn: KEY, versions: [{ id: "1", labels: ["AWSPENDING"] }] } } },
  },
];

function controlled(
  kind: "resourceControlPolicies" | "serviceControlPolicies",
  account: string,
  document: object,
) {
  return (documents: AccessDocuments): AccessDocuments => ({
    ...documents,
    organization: {
      ...documents.organization,
      [kind]: [{ account, levels: [[document]] }],
    },
  });
}

describe("the steps of a read in accounts", () => {
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
    });
  }

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
    match(found.says, /no version AWSPREVIOUS, which reader orders mounts/);
    deepStrictEqual(found.mend.commands, []);
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
