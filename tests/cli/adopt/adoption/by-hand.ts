import { type Adoption, adoption } from "../../../../cli/adopt/adoption/adoption";
import type { Decisions, ReadersToday } from "../../../../cli/adopt/adoption/plans";
import {
  type Found,
  type FoundAssociation,
  type FoundClass,
  type FoundKey,
  type FoundRole,
  type FoundSecret,
  type FoundServiceAccount,
  type FoundWorkload,
  together,
} from "../../../../cli/adopt/found";

export const A = "111111111111";
export const B = "222222222222";
export const CLUSTER = `arn:aws:eks:eu-west-1:${A}:cluster/shop`;
export const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

export const READS = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"];

export const secretArn = (name: string, account = B) =>
  `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}-AbCdEf`;

export const roleArn = (name: string) => `arn:aws:iam::${A}:role/${name}`;

export const keyArn = (id: string, account = B) => `arn:aws:kms:eu-west-1:${account}:key/${id}`;

export const POD_TRUST = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ],
};

export function allowing(
  Action: string | string[],
  Resource: string | string[],
  more: object = {},
) {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...more }] };
}

export function role(name: string, secrets: string[], more: Partial<FoundRole> = {}): FoundRole {
  return {
    arn: roleArn(name),
    trust: POD_TRUST,
    policies: [{ name: "read", document: allowing(READS, secrets) }],
    permissionsBoundary: null,
    heldBy: [],
    ...more,
  };
}

/** Settings of a role that pods may have by Pod Identity, and by tokens with this subject. */
export function tokensOf(subject: string | string[], operator = "StringEquals") {
  const federated = {
    ...{ Effect: "Allow", Action: "sts:AssumeRoleWithWebIdentity" },
    Principal: { Federated: `arn:aws:iam::${A}:oidc-provider/${ISSUER}` },
    Condition: { [operator]: { [`${ISSUER}:sub`]: subject } },
  };
  const policies = [{ name: "read", document: allowing(READS, secretArn("orders")) }];
  return { policies, trust: { ...POD_TRUST, Statement: [...POD_TRUST.Statement, federated] } };
}

export function association(
  serviceAccount: string,
  roleName: string,
  more: Partial<FoundAssociation> = {},
): FoundAssociation {
  return {
    clusterArn: CLUSTER,
    namespace: "default",
    serviceAccount,
    roleArn: roleArn(roleName),
    id: `a-${serviceAccount}`,
    targetRoleArn: null,
    disableSessionTags: false,
    policy: null,
    heldBy: [],
    ...more,
  };
}

export function secret(name: string, more: Partial<FoundSecret> = {}): FoundSecret {
  return {
    arn: secretArn(name),
    key: keyArn("1"),
    tags: {},
    replicas: [],
    policy: null,
    heldBy: [],
    ...more,
  };
}

export function key(id: string, aliases: string[], more: Partial<FoundKey> = {}): FoundKey {
  const root = { Principal: { AWS: `arn:aws:iam::${B}:root` } };
  const readers = { Principal: { AWS: `arn:aws:iam::${A}:root` } };
  return {
    arn: keyArn(id),
    aliases,
    policy: {
      Version: "2012-10-17",
      Statement: [
        ...allowing("kms:*", "*", root).Statement,
        ...allowing(["kms:Decrypt", "kms:DescribeKey"], "*", readers).Statement,
      ],
    },
    heldBy: [],
    ...more,
  };
}

export function serviceAccount(name: string, more: Partial<FoundServiceAccount> = {}) {
  return { clusterArn: CLUSTER, namespace: "default", name, heldBy: [], ...more };
}

export function providerClass(
  name: string,
  objects: FoundClass["objects"],
  more: Partial<FoundClass> = {},
): FoundClass {
  const place = { clusterArn: CLUSTER, namespace: "default", name };
  return { ...place, objects, syncs: [], heldBy: [], ...more };
}

export function workload(serviceAccount: string, ...classes: string[]): FoundWorkload {
  return { clusterArn: CLUSTER, namespace: "default", serviceAccount, classes };
}

/** The result of AWS's walkthrough: a pod of account A that mounts the secret `orders` of account B. */
export function byHand(more: Partial<Found> = {}): Found {
  return {
    ...together([]),
    clusters: [{ arn: CLUSTER, issuer: ISSUER, hasAgent: true, hasDriver: true }],
    roles: [role("by-hand", [secretArn("orders")])],
    associations: [association("orders", "by-hand")],
    secrets: [secret("orders")],
    parameterRegions: [`${A}/eu-west-1`],
    keys: [key("1", ["orders"])],
    serviceAccounts: [serviceAccount("orders")],
    classes: [
      providerClass("orders", [
        { objectName: secretArn("orders"), objectType: "secretsmanager", objectAlias: "orders" },
      ]),
    ],
    workloads: [workload("orders", "orders")],
    ...more,
  };
}

export const DECISIONS: Decisions = {
  id: "lz-tests",
  accounts: [
    { name: "a", id: A, region: "eu-west-1" },
    { name: "b", id: B, region: "eu-west-1" },
  ],
  letGo: [],
  takeOver: [],
};

export const today = (
  who: Record<string, string[]> = {},
  reasons: Record<string, string> = {},
): ReadersToday => ({
  who: new Map(Object.entries(who)),
  reasons: new Map(Object.entries(reasons)),
  policyChangers: [],
});

/** The adoption of what was found. Throws if there are problems instead. */
export function adopted(found: Found, decisions: Partial<Decisions> = {}, who = today()): Adoption {
  const answer = adoption({ found, decisions: { ...DECISIONS, ...decisions }, today: who });
  if ("problems" in answer) throw new Error(JSON.stringify(answer));
  return answer;
}
