import {
  type AccessEntryRecord,
  type AccessPolicyRecord,
  type ClusterRecord,
  childKey,
} from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { Input } from "../../operations/input/input";
import { invalidParameter, invalidRequest } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import { accessEntryRecord } from "./access-entry-record";
import {
  authoriseCluster,
  type ChildKind,
  inUse,
  listChildren,
  notFound,
  requireChild,
  requireCluster,
} from "./lookup";
import { readTags } from "./tags";

/** Access entries decide who may use a cluster's Kubernetes API. */
const ACCESS_ENTRY: ChildKind<AccessEntryRecord> = {
  kind: "eks-access-entry",
  member: "principalArn",
  arnOf: (record) => record.accessEntryArn,
  resource: (cluster) => `access-entry/${cluster}/*`,
  keysOf: ({ principalArn, type }, cluster) => ({
    "eks:principalArn": principalArn,
    "eks:accessEntryType": type,
    "eks:clusterName": cluster,
  }),
  missing: (_cluster, id) => `The specified principalArn could not be found: ${id}`,
};

const ACCESS_POLICIES = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
] as const;

export function createAccessEntry(request: Request) {
  const { call, input } = request;
  const { store } = request.platform;
  const principalArn = input.text("principalArn");
  const tags = readTags(input);
  const ref = authoriseCluster(request, {
    context: {
      "eks:principalArn": principalArn,
      "eks:accessEntryType": input.optionalText("type") ?? "STANDARD",
      ...userContext(input),
      ...requestTagContext(tags),
    },
  });
  const cluster = requireCluster(store, ref);
  const key = childKey("eks-access-entry", cluster, principalArn);
  const entry = accessEntryRecord(cluster, principalArn, call.now, {
    kubernetesGroups: readGroups(input),
    username: input.optionalText("username"),
    type: input.optionalText("type"),
    tags,
  });
  authoriseNewTags(request, "eks:TagResource", entry.accessEntryArn, tags);
  store.transaction((writer) => {
    if (store.get(key)) {
      throw inUse("The specified access entry resource is already in use on this cluster.");
    }
    writer.put(key, entry);
  });
  return { accessEntry: describe(cluster, entry) };
}

export function describeAccessEntry(request: Request) {
  const { cluster, record } = requireChild(request, ACCESS_ENTRY);
  return { accessEntry: describe(cluster, record) };
}

export function updateAccessEntry(request: Request) {
  const { platform, call, input } = request;
  const { cluster, record } = requireChild(request, ACCESS_ENTRY, userContext(input));
  const changed: AccessEntryRecord = {
    ...record,
    kubernetesGroups: input.members.kubernetesGroups ? readGroups(input) : record.kubernetesGroups,
    username: input.optionalText("username") ?? record.username,
    modifiedAt: call.now,
  };
  save(platform, cluster, changed);
  return { accessEntry: describe(cluster, changed) };
}

export function deleteAccessEntry(request: Request) {
  const { cluster, record } = requireChild(request, ACCESS_ENTRY);
  const key = childKey("eks-access-entry", cluster, record.principalArn);
  request.platform.store.transaction((writer) => writer.remove(key));
}

export function listAccessEntries(request: Request) {
  const entries = listChildren(request, ACCESS_ENTRY);
  const policyArn = request.input.optionalText("associatedPolicyArn");
  const arns = entries
    .filter(
      ({ policies }) => !policyArn || policies.some((policy) => policy.policyArn === policyArn),
    )
    .map(({ principalArn }) => principalArn);
  const { items, more } = cutPage(arns, request.input, PAGES.eks, 100);
  return { accessEntries: items, ...more };
}

export function associateAccessPolicy(request: Request) {
  const { platform, call, input } = request;
  const policyArn = input.text("policyArn");
  const accessScope = readScope(input);
  const { cluster, record: entry } = requireChild(request, ACCESS_ENTRY, {
    "eks:policyArn": policyArn,
    "eks:accessScope": accessScope.type,
    "eks:namespaces": accessScope.namespaces,
  });
  const known = ACCESS_POLICIES.map((name) => policyArnOf(cluster.partition, name));
  if (!known.includes(policyArn)) {
    throw invalidParameter(`The specified policyArn is not an EKS access policy: ${policyArn}`);
  }
  if (entry.type !== "STANDARD") {
    throw invalidRequest(
      `Access policies cannot be associated with an access entry of type ${entry.type}`,
    );
  }
  const policy: AccessPolicyRecord = {
    policyArn,
    accessScope,
    associatedAt: call.now,
    modifiedAt: call.now,
  };
  const others = entry.policies.filter((other) => other.policyArn !== policyArn);
  save(platform, cluster, { ...entry, policies: [...others, policy], modifiedAt: call.now });
  return {
    clusterName: cluster.name,
    principalArn: entry.principalArn,
    associatedAccessPolicy: policy,
  };
}

export function disassociateAccessPolicy(request: Request) {
  const policyArn = request.input.text("policyArn");
  const { cluster, record } = requireChild(request, ACCESS_ENTRY, { "eks:policyArn": policyArn });
  const policies = record.policies.filter((policy) => policy.policyArn !== policyArn);
  if (policies.length === record.policies.length) {
    throw notFound(`The specified policyArn is not associated: ${policyArn}`);
  }
  save(request.platform, cluster, { ...record, policies, modifiedAt: request.call.now });
}

export function listAssociatedAccessPolicies(request: Request) {
  const { cluster, record } = requireChild(request, ACCESS_ENTRY);
  const { items, more } = cutPage(record.policies, request.input, PAGES.eks, 100);
  return {
    clusterName: cluster.name,
    principalArn: record.principalArn,
    associatedAccessPolicies: items,
    ...more,
  };
}

/** Condition keys of a call that says as whom an entry lets in. */
function userContext(input: Input): Record<string, string | string[]> {
  const username = input.optionalText("username");
  const groups = input.optionalTexts("kubernetesGroups") ?? [];
  return { ...(username && { "eks:username": username }), "eks:kubernetesGroups": groups };
}

function policyArnOf(partition: string, name: string): string {
  return `arn:${partition}:eks::aws:cluster-access-policy/${name}`;
}

function readScope(input: Input): AccessPolicyRecord["accessScope"] {
  const scope = input.structure("accessScope") ?? input.inside({});
  const { type } = scope.members;
  if (type !== "cluster" && type !== "namespace") {
    throw invalidParameter("accessScope.type must be cluster or namespace");
  }
  const namespaces = scope.optionalTexts("namespaces") ?? [];
  if ((type === "namespace") !== namespaces.length > 0) {
    throw invalidParameter("accessScope.namespaces belongs to accessScope.type namespace");
  }
  return { type, namespaces };
}

function readGroups(input: Input): string[] {
  const groups = input.optionalTexts("kubernetesGroups") ?? [];
  const reserved = groups.find((group) => /^(system|eks|aws|amazon|iam):/.test(group));
  if (reserved) {
    throw invalidParameter(
      `The kubernetes group name ${reserved} is invalid, it has a reserved prefix`,
    );
  }
  return groups;
}

function save({ store }: Platform, cluster: ClusterRecord, entry: AccessEntryRecord): void {
  const key = childKey("eks-access-entry", cluster, entry.principalArn);
  store.transaction((writer) => writer.put(key, entry));
}

function describe(cluster: ClusterRecord, entry: AccessEntryRecord): Record<string, unknown> {
  const { policies: _, ...members } = entry;
  return { clusterName: cluster.name, ...members };
}
