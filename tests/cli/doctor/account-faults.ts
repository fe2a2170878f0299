import type { ObjectFacts, PartFacts } from "../../../cli/doctor/facts/account-facts";
import type { StepId } from "../../../cli/doctor/step";
import { named } from "../../../cli/documents/live/policy-names";
import type { AccessDocuments } from "../../../sdk/access";
import { REVOKED, revokedRolePolicy } from "../../../sdk/policy";
import {
  allow,
  type Change,
  deny,
  each,
  factsOf,
  NO_ROLE,
  policy,
  statementsOf,
} from "./account-facts";

interface Wrong extends Change {
  what: string;
  reader?: string;
  step: StepId;
  cause: string;
  /** The mend's commands. Without commands, what the mend says. */
  mend: RegExp;
}

const WORKLOADS = /^eks-pod-secrets up --refresh --yes --only shop\.workloads$/;
const SECRETS = /^eks-pod-secrets up --refresh --yes --only data\.secrets$/;
const ALL = /^eks-pod-secrets up --refresh --yes/;
/** What was lost is made again, and gets its value before the stacks that name it are deployed. */
const LOST = new RegExp(
  `${SECRETS.source.slice(0, -1)}\neks-pod-secrets put orders/db\neks-pod-secrets up --refresh --yes$`,
);
const KEY = "arn:aws:kms:us-east-1:222222222222:key/other";

const FOUND = { arn: KEY, versions: [{ id: "1", labels: ["AWSCURRENT"] }] };

/** Faults in accounts. Each is tried by itself. */
export const WRONG: Wrong[] = [
  {
    ...{ what: "a revoked reader", step: "granted", cause: "EPS-430" },
    mend: /^eks-pod-secrets revoke orders --lift --yes$/,
    documents: each("roles", ({ policies }) => ({
      policies: [...(policies ?? []), named(`inline policy ${REVOKED}`, revokedRolePolicy())],
    })),
  },
  {
    ...{ what: "a revoked target role", reader: "target", step: "granted", cause: "EPS-430" },
    mend: /^eks-pod-secrets revoke target --lift --yes$/,
    documents: each("roles", ({ arn, policies }) => ({
      policies: arn.includes(":222222222222:")
        ? [...(policies ?? []), named(`inline policy ${REVOKED}`, revokedRolePolicy())]
        : policies,
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
    ...{ what: "a trust that denies", step: "trust", cause: "EPS-306", mend: WORKLOADS },
    documents: each("roles", ({ trust }) => ({
      trust: policy(...statementsOf(trust), { Effect: "Deny", Principal: "*", Action: "sts:*" }),
    })),
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
    ...{ what: "a policy of others on a secret", reader: "target", step: "resource-policy" },
    ...{ cause: "EPS-458", mend: /no policy, so `up` does not change it/ },
    documents: each("secrets", () => ({ policy: policy(deny({ Principal: "*" })) })),
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
    ...{ what: "a VPC endpoint's policy", step: "endpoint-policies", cause: "EPS-456" },
    mend: /owns the endpoint must let its policy allow/,
    endpoints: { value: [endpoint(policy(allow({ Principal: "*", Action: "s3:*" })))] },
  },
  {
    ...{ what: "a JSON part that is missing", step: "parts", cause: "EPS-563" },
    mend: /^eks-pod-secrets put orders\/db$/,
    objects: mounting({ names: ["user"], missing: ["password"], noText: [] }),
  },
  {
    ...{ what: "a JSON part that is no text", step: "parts", cause: "EPS-565" },
    mend: /^eks-pod-secrets put orders\/db$/,
    objects: mounting({ names: ["password"], missing: [], noText: ["password"] }),
  },
  {
    ...{ what: "a value that is no JSON", step: "parts", cause: "EPS-564" },
    mend: /^eks-pod-secrets put orders\/db$/,
    objects: mounting({ missing: ["password"], noText: [] }),
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
    mend: LOST,
    objects: { key: { value: { arn: KEY, state: "Deleted" } } },
  },
  {
    ...{ what: "a key without its material", step: "key-state", cause: "EPS-559" },
    mend: /Import the same material/,
    objects: { key: { value: { arn: KEY, state: "PendingImport" } } },
  },
  {
    ...{ what: "a deleted secret", step: "object", cause: "EPS-555" },
    mend: /^eks-pod-secrets restore orders\/db\neks-pod-secrets up --refresh --yes$/,
    objects: { object: { value: { arn: KEY, deletedOn: new Date(), versions: [] } } },
  },
  {
    ...{ what: "a secret that is gone", step: "object", cause: "EPS-551" },
    mend: LOST,
    objects: { object: { value: undefined } },
  },
  {
    ...{ what: "a replica that is gone", step: "object", cause: "EPS-535", mend: SECRETS },
    objects: { region: "eu-west-1", object: { value: undefined } },
  },
  {
    ...{ what: "a replica that is a secret of its own", step: "object", cause: "EPS-537" },
    mend: /^Ask who made it a secret of its own/,
    objects: { region: "eu-west-1", object: { value: { ...FOUND, isReplica: false } } },
  },
  {
    ...{ what: "a parameter that is gone", reader: "shop", step: "object", cause: "EPS-567" },
    ...{ mend: /^eks-pod-secrets put \/shop\/token$/, objects: { object: { value: undefined } } },
  },
  {
    ...{ what: "a secret without a value", step: "value", cause: "EPS-554" },
    mend: /^eks-pod-secrets put orders\/db\neks-pod-secrets up --refresh --yes$/,
    objects: { object: { value: { arn: KEY, versions: [{ id: "1", labels: ["AWSPENDING"] }] } } },
  },
];

/** The facts of a reader that mounts the part `password` of a value. */
function mounting(value: PartFacts): Partial<ObjectFacts> {
  const [first] = factsOf("orders").objects;
  const jmesPath = [{ path: "password", file: "password" }];
  const grant = { ...first?.grant, jmesPath } as ObjectFacts["grant"];
  return { grant, parts: { value } };
}

export function endpoint(document: object) {
  const arn = "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-1";
  const service = "com.amazonaws.us-east-1.secretsmanager";
  return { document: { arn, service, policy: document }, hasUsualName: true };
}

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
