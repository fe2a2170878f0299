import { clusterName } from "eks-pod-secrets/grant";
import type { Actor, Call, RequestPrincipal, World } from "iam-proof";
import { getOrMake, memoize } from "iam-proof/collections";
import { accountOf } from "iam-proof/names";
import type { Cluster, KubernetesUser } from "./rbac/cluster";
import { decide, mayDoAll } from "./rbac/decide";
import { type Attempt, attemptText, type ResourceAttempt } from "./rbac/rule";
import { clustersOf } from "./world";

/** Somebody who calls a cluster's API server. */
export const kubernetesActor = memoize(
  (user: KubernetesUser): Actor => ({
    ...{ key: JSON.stringify(user), as: user, system: user.cluster },
  }),
);

/** The users that an actor is in clusters. An IAM principal becomes one by access entries and `aws-auth`. */
export function usersOf(world: World, { as, principal, readsOnly }: Actor): KubernetesUser[] {
  if (readsOnly) return [];
  if (as && "username" in as) return [as as KubernetesUser];
  const arn = principalArn(principal);
  return arn === undefined ? [] : clustersOf(world).clusters.flatMap((one) => entered(one, arn));
}

/** The clusters in which an actor may do everything. */
export function commandedClusters(world: World, actor: Actor): string[] {
  const users = usersOf(world, actor);
  return clustersOf(world).clusters.flatMap((one) =>
    users.some((user) => user.cluster === one.arn && mayDoAll(one, user)) ? one.arn : [],
  );
}

/** The ARN by which entries name a principal. */
export function principalArn(principal: RequestPrincipal | undefined): string | undefined {
  if (principal?.kind === "session") return principal.roleArn;
  return principal?.kind === "user" ? principal.arn : undefined;
}

/** The users that a principal is in a cluster, computed once for each cluster. */
function entered(cluster: Cluster, arn: string): KubernetesUser[] {
  return getOrMake(usersByArn(cluster), arn, () => {
    const { accessEntries, authenticationMode, awsAuth } = cluster;
    const entry = accessEntries.find(({ principalArn }) => principalArn === arn);
    const map = awsAuth.filter((one) => [arn, accountOf(arn)].includes(one.arn));
    return [
      ...(entry && authenticationMode !== "CONFIG_MAP"
        ? named(cluster, entry.username, entry.kubernetesGroups, entry.policies)
        : []),
      ...(authenticationMode === "API"
        ? []
        : map.flatMap((one) => named(cluster, one.username || arn, one.groups))),
    ];
  });
}

const usersByArn = memoize((_: Cluster) => new Map<string, KubernetesUser[]>());

/** A user whose name may contain the session's name, which the caller of AssumeRole chooses. */
function named(
  cluster: Cluster,
  template: string,
  groups: string[],
  policies: KubernetesUser["policies"] = [],
): KubernetesUser[] {
  const [before = "", after] = template.split(/\{\{(?:SessionName|SessionNameRaw)\}\}/);
  const bound = cluster.bindings.flatMap(({ subjects }) => subjects);
  const chosen = bound.filter(
    ({ kind, name }) =>
      after !== undefined &&
      kind === "User" &&
      name.startsWith(before) &&
      name.endsWith(after) &&
      /^[\w+=,.@-]{2,64}$/.test(name.slice(before.length, name.length - after.length)),
  );
  return [template, ...chosen.map(({ name }) => name)].map((username) => ({
    ...{ cluster: cluster.arn, username, policies },
    groups: [...groups, "system:authenticated"],
  }));
}

/** A call that states which user the actor is, and what it attempts there, if anything. */
export function attemptCall(user: KubernetesUser, attempt?: Attempt): Call {
  const cluster = clusterName(user.cluster);
  return {
    other: `${attempt ? `${attemptText(attempt)}, ` : ""}as ${user.username} of cluster ${cluster}`,
    on: [user.cluster],
    decide: (world, actor) => {
      const here = clustersOf(world).clusters.find(({ arn }) => arn === user.cluster);
      const own = usersOf(world, actor).find(
        (one) => one.username === user.username && one.cluster === user.cluster,
      );
      if (!here || !own) return { allowed: false, by: `the actor is not ${user.username}` };
      if (!attempt) return { allowed: true, by: `the cluster knows ${user.username}` };
      const remark = admissionRemark(here, attempt);
      return { ...decide(here, own, attempt), ...(remark && { remark }) };
    },
  };
}

/** Admission that may refuse a written object. */
function admissionRemark({ admission, namespaces }: Cluster, attempt: Attempt): string | undefined {
  const { namespace, verb } = attempt as ResourceAttempt;
  const enforced = namespaces?.find(({ name }) => name === namespace)?.enforces;
  const all = [...(enforced ? [`Pod Security, ${enforced}`] : []), ...admission];
  if (!["create", "patch", "update"].includes(verb) || all.length === 0) return undefined;
  return `admission could refuse it: ${all.join(", ")}`;
}
