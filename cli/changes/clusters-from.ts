import { parseArn } from "eks-pod-secrets/grant";
import * as z from "zod";
import { takeObjects } from "./kubernetes-objects";
import { accessPolicyRules, USER_FACING_ROLES } from "./rbac/access-policies";
import { type AccessEntry, type AuthenticationMode, type Cluster, NODES } from "./rbac/cluster";

const scope = z.object({
  type: z.enum(["cluster", "namespace"]),
  namespaces: z.array(z.string()).optional(),
});
const policies = z.array(z.object({ policyArn: z.string(), accessScope: scope }));

const entryShape = z.object({
  principalArn: z.string().describe("ARN of the role or user."),
  type: z.string().default("STANDARD"),
  username: z.string().optional(),
  kubernetesGroups: z.array(z.string()).default([]),
  associatedAccessPolicies: policies
    .default([])
    .describe("As aws eks list-associated-access-policies prints them."),
});

/** What a file of `--cluster-objects` holds: a list from `kubectl`, or for several clusters what EKS and kubectl say. */
export const clustersShape = z.object({
  clusters: z.array(
    z.object({
      arn: z.string(),
      authenticationMode: z
        .enum(["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"])
        .default("API_AND_CONFIG_MAP"),
      accessEntries: z
        .array(entryShape)
        .optional()
        .describe("As aws eks describe-access-entry prints them. Absent: nobody read them."),
      objects: z
        .union([z.array(z.unknown()), z.looseObject({ kind: z.string() })])
        .default([])
        .describe("Objects, or lists of them, as kubectl get prints them."),
    }),
  ),
});

/** What EKS says about a cluster, and the objects in it. */
export type GivenCluster = z.input<typeof clustersShape>["clusters"][number];

/**
 * The clusters that a file or an API describes, with the user-facing ClusterRoles that every cluster has. `arn`: the cluster of a
 * plain list from kubectl. Throws a `ZodError` if an object has the wrong shape.
 */
export function clustersFrom(given: unknown, arn?: string): Cluster[] {
  const isList = z.looseObject({ kind: z.string() }).safeParse(given).success;
  const value = isList ? { clusters: [{ arn, objects: given }] } : given;
  return clustersShape.parse(value).clusters.map((one) => {
    const cluster = emptyCluster(one.arn, one.authenticationMode);
    const { accessEntries = [] } = one;
    cluster.accessEntries.push(...accessEntries.map(entryOf));
    cluster.unread.push(...unreadEntries(one));
    takeObjects(cluster, Array.isArray(one.objects) ? one.objects : [one.objects]);
    const isThere = (name: string) =>
      cluster.roles.some((role) => role.name === name && role.namespace === undefined);
    for (const name of USER_FACING_ROLES.filter((role) => !isThere(role))) {
      cluster.roles.push({
        name,
        rules: accessPolicyRules(name) ?? [],
        labels: {},
        aggregates: [],
      });
    }
    return cluster;
  });
}

export function emptyCluster(arn: string, authenticationMode: AuthenticationMode): Cluster {
  return {
    ...{ arn, authenticationMode, accessEntries: [], awsAuth: [], roles: [], bindings: [] },
    ...{ serviceAccounts: [], copies: [], unseenCopies: [], stores: [], admission: [], unread: [] },
    ...{ workloads: [], readWorkloads: [] },
  };
}

/** Types of access entries that let nodes in. */
const NODE_TYPES = ["EC2", "EC2_LINUX", "EC2_WINDOWS"].concat(
  ["FARGATE", "HYBRID", "HYPERPOD"].map((one) => `${one}_LINUX`),
);

/** What is not known about the access entries. In the mode `CONFIG_MAP` there are none. */
function unreadEntries({
  accessEntries,
  authenticationMode,
}: z.output<typeof clustersShape>["clusters"][number]): string[] {
  if (!accessEntries) return authenticationMode === "CONFIG_MAP" ? [] : ["access entries"];
  const types = new Set(accessEntries.map(({ type }) => type));
  return [...types]
    .filter((type) => type !== "STANDARD" && !NODE_TYPES.includes(type))
    .map((type) => `as whom access entries of type ${type} let in`);
}

/** An entry with the user name that EKS gives it if it has none. */
function entryOf({ associatedAccessPolicies, username, ...entry }: z.output<typeof entryShape>) {
  const { account, partition, resource = "" } = parseArn(entry.principalArn) ?? {};
  const name = resource.split("/").at(-1);
  const session = `arn:${partition}:sts::${account}:assumed-role/${name}/{{SessionName}}`;
  const own = resource.startsWith("role/") ? session : entry.principalArn;
  const isNode = NODE_TYPES.includes(entry.type);
  return {
    ...entry,
    kubernetesGroups: isNode ? [...entry.kubernetesGroups, NODES] : entry.kubernetesGroups,
    username: username ?? (entry.type === "STANDARD" ? own : "system:node:{{EC2PrivateDNSName}}"),
    policies: associatedAccessPolicies,
  } satisfies AccessEntry;
}
