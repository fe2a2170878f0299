import { randomUUID } from "node:crypto";
import { formatArn, parseArn } from "../../../sdk/rules/arn";
import {
  type AccessEntryRecord,
  type AccessPolicyRecord,
  type ClusterRecord,
  childKey,
} from "../../clusters/records";
import { requestTagContext } from "../../operations/tags/tags";
import { AwsError, type Call } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import {
  type Input,
  invalidParameter,
  optionalObject,
  optionalString,
  paginate,
  requiredString,
  stringList,
  tagsOf,
} from "./input";
import {
  authorise,
  clusterOf,
  eksArn,
  inUse,
  notFound,
  requireChild,
  requireCluster,
} from "./lookup";

/** Access policies of EKS that the sandbox's Kubernetes API knows. */
const ACCESS_POLICIES = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
] as const;

/** The operations on access entries, which decide who may use a cluster's Kubernetes API. */
export function accessEntryOperations(platform: Platform) {
  const { store } = platform;

  const existing = (call: Call, input: Input, action: string) => {
    const cluster = clusterOf(call, requiredString(input, "clusterName"));
    const principalArn = requiredString(input, "principalArn");
    const entry = requireChild<AccessEntryRecord>(platform, call, action, {
      kind: "eks-access-entry",
      cluster,
      id: principalArn,
      arnOf: (record) => record.accessEntryArn,
      fallbackArn: eksArn(call, `access-entry/${cluster.name}/*`),
      missing: `The specified principalArn could not be found: ${principalArn}`,
    });
    return { cluster: requireCluster(store, cluster), entry };
  };

  const save = (cluster: ClusterRecord, entry: AccessEntryRecord) => {
    const key = childKey("eks-access-entry", cluster, entry.principalArn);
    store.transaction((writer) => writer.put(key, entry));
  };

  return {
    CreateAccessEntry(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      const principalArn = requiredString(input, "principalArn");
      const tags = tagsOf(input);
      authorise(platform, call, {
        action: "CreateAccessEntry",
        resource: eksArn(call, `cluster/${cluster.name}`),
        context: { "eks:principalArn": principalArn, ...requestTagContext(tags) },
      });
      const owner = requireCluster(store, cluster);
      const key = childKey("eks-access-entry", cluster, principalArn);
      const entry = accessEntryRecord(owner, principalArn, call.now, {
        kubernetesGroups: checkedGroups(stringList(input, "kubernetesGroups")),
        username: optionalString(input, "username"),
        type: optionalString(input, "type"),
        tags,
      });
      store.transaction((writer) => {
        if (store.get(key)) {
          throw inUse("The specified access entry resource is already in use on this cluster.");
        }
        writer.put(key, entry);
      });
      return { accessEntry: describe(owner, entry) };
    },

    DescribeAccessEntry(call: Call, input: Input) {
      const { cluster, entry } = existing(call, input, "DescribeAccessEntry");
      return { accessEntry: describe(cluster, entry) };
    },

    UpdateAccessEntry(call: Call, input: Input) {
      const { cluster, entry } = existing(call, input, "UpdateAccessEntry");
      const changed: AccessEntryRecord = {
        ...entry,
        kubernetesGroups: input.kubernetesGroups
          ? checkedGroups(stringList(input, "kubernetesGroups"))
          : entry.kubernetesGroups,
        username: optionalString(input, "username") ?? entry.username,
        modifiedAt: call.now,
      };
      save(cluster, changed);
      return { accessEntry: describe(cluster, changed) };
    },

    DeleteAccessEntry(call: Call, input: Input) {
      const { cluster, entry } = existing(call, input, "DeleteAccessEntry");
      const key = childKey("eks-access-entry", cluster, entry.principalArn);
      store.transaction((writer) => writer.remove(key));
      return {};
    },

    ListAccessEntries(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      authorise(platform, call, {
        action: "ListAccessEntries",
        resource: eksArn(call, `cluster/${cluster.name}`),
      });
      requireCluster(store, cluster);
      const policyArn = optionalString(input, "associatedPolicyArn");
      const entries = store
        .list<AccessEntryRecord>(childKey("eks-access-entry", cluster))
        .map(({ value }) => value)
        .filter((entry) => !policyArn || entry.policies.some((p) => p.policyArn === policyArn));
      const { page, nextToken } = paginate(
        entries.map((entry) => entry.principalArn),
        input,
      );
      return { accessEntries: page, nextToken };
    },

    AssociateAccessPolicy(call: Call, input: Input) {
      const policyArn = requiredString(input, "policyArn");
      const { cluster, entry } = existing(call, input, "AssociateAccessPolicy");
      const known = ACCESS_POLICIES.map((name) => policyArnOf(cluster.partition, name));
      if (!known.includes(policyArn)) {
        throw invalidParameter(`The specified policyArn is not an EKS access policy: ${policyArn}`);
      }
      if (entry.type !== "STANDARD") {
        throw new AwsError(
          "InvalidRequestException",
          `Access policies cannot be associated with an access entry of type ${entry.type}`,
        );
      }
      const policy: AccessPolicyRecord = {
        policyArn,
        accessScope: scopeOf(optionalObject(input, "accessScope")),
        associatedAt: call.now,
        modifiedAt: call.now,
      };
      const others = entry.policies.filter((other) => other.policyArn !== policyArn);
      save(cluster, { ...entry, policies: [...others, policy], modifiedAt: call.now });
      return {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        associatedAccessPolicy: policy,
      };
    },

    DisassociateAccessPolicy(call: Call, input: Input) {
      const policyArn = requiredString(input, "policyArn");
      const { cluster, entry } = existing(call, input, "DisassociateAccessPolicy");
      const policies = entry.policies.filter((policy) => policy.policyArn !== policyArn);
      if (policies.length === entry.policies.length) {
        throw notFound(`The specified policyArn is not associated: ${policyArn}`);
      }
      save(cluster, { ...entry, policies, modifiedAt: call.now });
      return {};
    },

    ListAssociatedAccessPolicies(call: Call, input: Input) {
      const { cluster, entry } = existing(call, input, "ListAssociatedAccessPolicies");
      const { page, nextToken } = paginate(entry.policies, input);
      return {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        associatedAccessPolicies: page,
        nextToken,
      };
    },

    ListAccessPolicies(call: Call, input: Input) {
      authorise(platform, call, { action: "ListAccessPolicies", resource: "*" });
      const { page, nextToken } = paginate(
        ACCESS_POLICIES.map((name) => ({ name, arn: policyArnOf(call.caller.partition, name) })),
        input,
      );
      return { accessPolicies: page, nextToken };
    },
  };
}

/** A new access entry. Defaults to a standard one that no access policy is associated with. */
export function accessEntryRecord(
  cluster: ClusterRecord,
  principalArn: string,
  now: Date,
  given: Partial<AccessEntryRecord> = {},
): AccessEntryRecord {
  const principal = parseArn(principalArn);
  if (
    principal?.service !== "iam" ||
    !/^(role|user)\/[\w+=,.@/-]{1,576}$|^root$/.test(principal.resource)
  ) {
    throw invalidParameter(`The principalArn parameter format is not valid: ${principalArn}`);
  }
  const { partition, region, account } = cluster;
  const [kind, ...path] = principal.resource.split("/");
  const resource = `access-entry/${cluster.name}/${kind}/${principal.account}/${path.at(-1) ?? "root"}/${randomUUID()}`;
  return {
    accessEntryArn: formatArn({ partition, service: "eks", region, account, resource }),
    principalArn,
    kubernetesGroups: given.kubernetesGroups ?? [],
    username: given.username ?? defaultUsername(principalArn),
    type: given.type ?? "STANDARD",
    createdAt: now,
    modifiedAt: now,
    tags: given.tags ?? {},
    policies: given.policies ?? [],
  };
}

/** The user name that the Kubernetes API sees: a role's sessions share one but for the session's name. */
function defaultUsername(principalArn: string): string {
  const arn = parseArn(principalArn);
  if (!arn?.resource.startsWith("role/")) return principalArn;
  const role = arn.resource.split("/").at(-1);
  return `arn:${arn.partition}:sts::${arn.account}:assumed-role/${role}/{{SessionName}}`;
}

function policyArnOf(partition: string, name: string): string {
  return `arn:${partition}:eks::aws:cluster-access-policy/${name}`;
}

function scopeOf(scope: Input | undefined): AccessPolicyRecord["accessScope"] {
  const type = scope?.type;
  if (type !== "cluster" && type !== "namespace") {
    throw invalidParameter("accessScope.type must be cluster or namespace");
  }
  const namespaces = stringList(scope ?? {}, "namespaces");
  if ((type === "namespace") !== namespaces.length > 0) {
    throw invalidParameter("accessScope.namespaces belongs to accessScope.type namespace");
  }
  return { type, namespaces };
}

function checkedGroups(groups: string[]): string[] {
  const reserved = groups.find((group) => /^(system|eks|aws|amazon|iam):/.test(group));
  if (reserved) {
    throw invalidParameter(
      `The kubernetes group name ${reserved} is invalid, it has a reserved prefix`,
    );
  }
  return groups;
}

function describe(cluster: ClusterRecord, entry: AccessEntryRecord): Record<string, unknown> {
  const { policies: _, ...members } = entry;
  return { clusterName: cluster.name, ...members };
}
