import {
  type AccessDocuments,
  type AssociationDocuments,
  podSession,
  sessionRequests,
} from "eks-pod-secrets/access";
import { clusterName } from "eks-pod-secrets/grant";
import type { Actor, Call, NamedPolicy, RequestPrincipal, World } from "iam-proof";
import { getOrMake, memoize } from "iam-proof/collections";
import { findByArn } from "iam-proof/domain";
import { accountOf } from "iam-proof/names";
import { type Cluster, type KubernetesUser, type Named, NODES } from "./rbac/cluster";
import { decide } from "./rbac/decide";
import { type Attempt, attemptText, type ResourceAttempt } from "./rbac/rule";

/** What of a world is known of clusters. */
export interface Clusters {
  clusters: Cluster[];
  /** Service accounts of which the attacker holds a token for EKS Pod Identity, bound to a pod. */
  tokens: HeldToken[];
}

export interface HeldToken extends Named {
  /** ARN of the cluster. */
  cluster: string;
}

/** The world with these clusters. Entries of `aws-auth` name roles without their paths; here they have them. */
export function withClusters(world: World, clusters: Cluster[]): World {
  const roles = world.documents.roles ?? [];
  const whole = clusters.map((cluster) => ({
    ...cluster,
    awsAuth: cluster.awsAuth.flatMap((one) => {
      const found = roles.filter(({ arn }) => withoutPath(arn) === one.arn);
      return found.length > 0 ? found.map(({ arn }) => ({ ...one, arn })) : [one];
    }),
  }));
  return { ...world, more: { ...world.more, clusters: whole, tokens: [] } };
}

function withoutPath(arn: string): string {
  return arn.replace(/:(role|user)\/.*\//, ":$1/");
}

export function clustersOf({ more }: World): Clusters {
  const { clusters = [], tokens = [] } = (more ?? {}) as Partial<Clusters>;
  return { clusters, tokens };
}

/** The world with what `change` makes of one cluster. */
export function withCluster(
  world: World,
  arn: string,
  change: (cluster: Cluster) => Cluster,
): World {
  const { clusters } = clustersOf(world);
  const changed = clusters.map((one) => (one.arn === arn ? change(one) : one));
  return { ...world, more: { ...world.more, clusters: changed } };
}

export function documentsOf(world: World): AccessDocuments {
  return world.documents as AccessDocuments;
}

/** The associations by which pods of a cluster have roles now, and the roles that their own tokens become. */
export function associationsOf(world: World, cluster: Cluster): AssociationDocuments[] {
  return getOrMake(associationsIn(world.documents), cluster, () => [
    ...ownAssociations(world, cluster),
    ...tokenAssociations(world, cluster),
  ]);
}

const associationsIn = memoize((_: object) => new Map<Cluster, AssociationDocuments[]>());

function ownAssociations({ documents }: World, { arn }: Cluster): AssociationDocuments[] {
  const all = (documents.associations ?? []) as AssociationDocuments[];
  return all.filter((one) => one.clusterArn === arn && !one.former);
}

/** Roles whose trust policies may take tokens of the cluster's service accounts: those that nobody declared as well. */
function tokenAssociations(world: World, cluster: Cluster): AssociationDocuments[] {
  const { oidcProviders, roles } = world.documents;
  const providers = (oidcProviders ?? []).flatMap((one) => one.providers);
  const own = providers.filter(({ clusterArn }) => clusterArn === cluster.arn);
  return own.flatMap(({ arn: provider, audiences: [audience = "sts.amazonaws.com"] }) =>
    (roles ?? []).flatMap(({ arn: roleArn, trust }) => {
      const text = JSON.stringify(trust ?? {});
      if (!text.includes(provider)) return [];
      const isOpen = /[*?]/.test(text) || !/:sub"/i.test(text);
      return accountsOf(world, cluster)
        .filter(({ name, namespace }) => isOpen || text.includes(`${namespace}:${name}`))
        .map(({ name: serviceAccount, namespace }) => ({
          ...{ clusterArn: cluster.arn, namespace, serviceAccount, roleArn },
          webIdentity: {
            ...{ provider, audience },
            subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
          },
        }));
    }),
  );
}

/** Somebody who calls a cluster's API server. */
export function kubernetesActor(user: KubernetesUser): Actor {
  return { key: JSON.stringify(user), as: user };
}

/** As whom an actor calls the API servers of clusters: an IAM principal by access entries and `aws-auth`. */
export function usersOf(world: World, { as, principal, readsOnly }: Actor): KubernetesUser[] {
  if (readsOnly) return [];
  if (as && "username" in as) return [as as KubernetesUser];
  const arn = principalArn(principal);
  return arn === undefined ? [] : clustersOf(world).clusters.flatMap((one) => entered(one, arn));
}

/** The ARN by which entries name a principal. */
export function principalArn(principal: RequestPrincipal | undefined): string | undefined {
  if (principal?.kind === "session") return principal.roleArn;
  return principal?.kind === "user" ? principal.arn : undefined;
}

/** As whom a principal enters a cluster. The same users as long as the cluster is the same. */
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

/** A user by a name that may hold the name of a session, which whoever assumes the role chooses. */
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

/** That the actor is this user of a cluster, and may do there what it attempts, if anything. */
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

/** What may refuse an object that is written. */
function admissionRemark({ admission, namespaces }: Cluster, attempt: Attempt): string | undefined {
  const { namespace, verb } = attempt as ResourceAttempt;
  const enforced = namespaces?.find(({ name }) => name === namespace)?.enforces;
  const all = [...(enforced ? [`Pod Security, ${enforced}`] : []), ...admission];
  if (!["create", "patch", "update"].includes(verb) || all.length === 0) return undefined;
  return `admission could refuse it: ${all.join(", ")}`;
}

/** The session that an association gives, and what lets EKS Pod Identity, or the pod's own token, make it. */
export function sessionBy(world: World, association: AssociationDocuments) {
  const { session } = sessionRequests(documentsOf(world), association);
  const { clusterArn, namespace, roleArn, serviceAccount, targetRoleArn } = association;
  const call: Call = {
    other: `a session of ${targetRoleArn ?? roleArn}, for a pod of ${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)}`,
    on: [clusterArn, roleArn, ...(targetRoleArn ? [targetRoleArn] : [])],
    decide: (now) => {
      const here = clustersOf(now).clusters.find(({ arn }) => arn === clusterArn);
      const all = here ? associationsOf(now, here) : [];
      const isThere = all.some((one) => isSame(one, association));
      if (!isThere) return { allowed: false, by: "there is no such association" };
      const answer = podSession(documentsOf(now), association);
      if (!answer.exists) return { allowed: false, by: answer.reason };
      return { allowed: true, by: answer.decisions.at(-1)?.reason ?? "" };
    },
  };
  return { calls: [call], actor: sessionActor(session.principal, session.sessionPolicies) };
}

function isSame(one: AssociationDocuments, other: AssociationDocuments): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** What each association of the service accounts of held tokens gives for the token. */
export function* exchanges(world: World, cluster: Cluster) {
  for (const token of clustersOf(world).tokens) {
    const { name, namespace } = token;
    if (token.cluster !== cluster.arn) continue;
    const whose = `${namespace}/${name}`;
    const held: Call = {
      other: `a token of ${whose} for EKS Pod Identity`,
      on: [cluster.arn],
      decide: (now) => {
        const isHeld = clustersOf(now).tokens.some(
          (one) => isOf(one, token) && one.cluster === token.cluster,
        );
        return { allowed: isHeld, by: isHeld ? "a step before" : "nobody has one" };
      },
    };
    for (const association of associationsOf(world, cluster)) {
      if (!isAssociated(association, token) || association.webIdentity) continue;
      const { actor, calls } = sessionBy(world, association);
      yield { whose, actor, calls: [held, ...calls] };
    }
  }
}

/** Whether an association is that of a service account. */
export function isAssociated(
  { namespace, serviceAccount }: AssociationDocuments,
  account: Named,
): boolean {
  return isOf({ namespace, name: serviceAccount }, account);
}

function isOf(one: Named, other: Named): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

export function sessionActor(principal: RequestPrincipal, sessionPolicies: NamedPolicy[]): Actor {
  const limits = sessionPolicies.length > 0 ? { sessionPolicies } : {};
  return { key: JSON.stringify({ principal, ...limits }), principal, ...limits };
}

/** A session of a role with the role's own tags. */
export function roleSession({ documents }: World, roleArn: string): Actor {
  const tags = findByArn(documents.roles, roleArn)?.tags ?? {};
  return sessionActor({ kind: "session", roleArn, tags }, []);
}

/** ARNs of the roles that a cluster's nodes have. */
export function nodeRoles({ accessEntries, awsAuth }: Cluster): string[] {
  const mapped = awsAuth.filter(({ groups }) => groups.includes(NODES)).map(({ arn }) => arn);
  const entries = accessEntries.filter((one) => one.kubernetesGroups.includes(NODES));
  return [...new Set([...entries.map((one) => one.principalArn), ...mapped])];
}

/** The service accounts of a cluster whose rights or roles are not those of any other of their namespace, and each `default`. */
export function accountsOf(world: World, cluster: Cluster): Named[] {
  const associations = documentsOf(world).associations ?? NONE;
  const known = accountsByAssociations(cluster);
  return getOrMake(known, associations, () => {
    const bound = cluster.bindings.flatMap(({ namespace, subjects }) =>
      subjects
        .filter(({ kind }) => kind === "ServiceAccount")
        .map((one) => ({ name: one.name, namespace: one.namespace ?? namespace ?? "" })),
    );
    const associated = ownAssociations(world, cluster).map((one) => ({
      ...{ namespace: one.namespace, name: one.serviceAccount },
    }));
    // Any pod of a namespace, for those who only need one.
    const others = new Map((cluster.pods ?? []).map((pod) => [pod.namespace, pod]));
    const anyPod = [...others.values()].map((one) => ({
      ...{ namespace: one.namespace, name: one.serviceAccount },
    }));
    const given = [...(cluster.namespaces ?? []).map(({ name }) => name), "kube-system"];
    const namespaces = [...cluster.serviceAccounts, ...associated].map((one) => one.namespace);
    const defaults = [...new Set([...given, ...namespaces])];
    const all = [
      ...associated,
      ...bound,
      ...anyPod,
      ...defaults.map((namespace) => ({ namespace, name: "default" })),
    ];
    return [...new Map(all.map((one) => [`${one.namespace}/${one.name}`, one])).values()];
  });
}

const NONE: never[] = [];
const accountsByAssociations = memoize((_: Cluster) => new Map<object, Named[]>());
