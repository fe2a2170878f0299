import { clusterName, parseArn } from "eks-pod-secrets/grant";
import type { Actor, Call, Change, ChangeKind, World } from "iam-proof";
import { groupBy, memoize } from "iam-proof/collections";
import { accountsOf, associationsOf, nodeRoles } from "./associations";
import { podsOf, withPods } from "./pods";
import { type Cluster, type KubernetesUser, type Named, serviceAccountUser } from "./rbac/cluster";
import { decide, hasRights, namesInRules } from "./rbac/decide";
import type { Attempt, ResourceAttempt } from "./rbac/rule";
import { isAssociated, roleSession, sessionBy } from "./sessions";
import { attemptCall, kubernetesActor, usersOf } from "./users";
import { clustersOf } from "./world";

/** A cluster, as a user inside it sees it. */
export interface Inside {
  world: World;
  cluster: Cluster;
  user: KubernetesUser;
  /** Service accounts that pods may run as. */
  accounts: Named[];
  /** The same by their namespaces. */
  namespaces: [namespace: string, accounts: Named[]][];
  /** Whether there is such a service account, as far as somebody listed them. */
  exists(account: Named): boolean;
  /** Whether the user may do this in this cluster. */
  may(attempt: Attempt): boolean;
  /** The first of these verbs that the user may do. */
  firstOf(verbs: string, attempt: Omit<ResourceAttempt, "verb">): Attempt[] | undefined;
}

/** An action that a user could try in a cluster. */
export interface Try extends Omit<Change, "calls"> {
  /** Every attempt that the user must be allowed to make. */
  needs: Attempt[] | undefined;
  /** Further calls, which others make for the user. */
  more?: Call[];
  /** Service accounts under which the attacker's program then runs. */
  as?: Named[];
  /** The program runs on a node and has what the node has: its role, and the tokens of its pods. */
  onNode?: boolean;
}

interface KubernetesKind extends Omit<ChangeKind, "changesBy"> {
  /** In Kubernetes's words, such as `create pods`. No call to AWS is needed, so no IAM policy decides who may make a change. */
  actions: string[];
  tries(inside: Inside): Iterable<Try>;
}

/** A kind of change that uses a cluster's API server, for anybody who enters the cluster. */
export function kubernetesKind({ tries, ...kind }: KubernetesKind): ChangeKind {
  return {
    ...kind,
    *changesBy(world, actor) {
      for (const user of usersOf(world, actor)) {
        if ((world.commanders?.get(user.cluster) ?? actor.key) !== actor.key) continue;
        const cluster = clustersOf(world).clusters.find(({ arn }) => arn === user.cluster);
        if (!cluster) continue;
        const inside = insideOf(world, cluster, user);
        for (const one of tries(inside)) yield* changesOf(inside, one);
      }
    },
  };
}

function insideOf(world: World, cluster: Cluster, user: KubernetesUser): Inside {
  const may = (attempt: Attempt) => decide(cluster, user, attempt).allowed;
  const accounts = accountsOf(world, cluster);
  return {
    ...{ world, cluster, user, may },
    ...{ accounts, namespaces: byNamespace(accounts) },
    exists: (account) => isServiceAccount(cluster, account),
    firstOf: (verbs, attempt) => {
      if (!hasRights(cluster, user, attempt.namespace)) return undefined;
      const verb = verbs.split(" ").find((one) => may({ ...attempt, verb: one }));
      if (verb !== undefined) return [{ ...attempt, verb }];
      return /\bcreate\b/.test(verbs) ? applied(cluster, user, attempt) : undefined;
    },
  };
}

const byNamespace = memoize((accounts: Named[]) => groupBy(accounts, (one) => one.namespace));

/** Creates an object by server-side apply. That request names the object, so a right limited to a name is enough to create it. */
function applied(
  cluster: Cluster,
  user: KubernetesUser,
  attempt: Omit<ResourceAttempt, "verb">,
): Attempt[] | undefined {
  if (attempt.name !== undefined || attempt.resource.includes("/")) return undefined;
  return [...namesInRules(cluster, user)]
    .map((name) => ["create", "patch"].map((verb) => ({ ...attempt, verb, name })))
    .find((both) => both.every((one) => decide(cluster, user, one).allowed));
}

function* changesOf(inside: Inside, tried: Try): Iterable<Change> {
  const { cluster, may, user, world } = inside;
  const { as, more = [], needs, onNode, ...change } = tried;
  if (!needs?.every(may)) return;
  const attempts = needs.length > 0 ? needs : [undefined];
  const calls = [...attempts.map((one) => attemptCall(user, one)), ...more];
  for (const account of as ?? []) {
    const { namespace } = account;
    const made = { verb: "create", resource: "serviceaccounts", namespace };
    const isThere = isServiceAccount(cluster, account);
    if (!isThere && !may(made)) continue;
    const all = isThere ? calls : [attemptCall(user, made), ...calls];
    yield* runningAs(world, cluster, [account], { ...change, calls: all });
  }
  if (as) return;
  if (onNode) yield* runningOnNode(world, cluster, { ...change, calls });
  else yield { ...change, calls };
}

/** Whether there is such a service account: whoever listed those of `kube-system` listed all, and each namespace has `default`. */
function isServiceAccount({ serviceAccounts }: Cluster, { name, namespace }: Named): boolean {
  const { areAll, listed } = listedIn(serviceAccounts);
  return name === "default" || listed.has(`${namespace}/${name}`) || !areAll;
}

const listedIn = memoize((all: Named[]) => ({
  areAll: all.some(({ namespace }) => namespace === "kube-system"),
  listed: new Set(all.map(({ name, namespace }) => `${namespace}/${name}`)),
}));

/** What a change gives that lets the attacker's program run as service accounts: their sessions, and themselves. */
function* runningAs(
  world: World,
  cluster: Cluster,
  as: readonly Named[],
  change: Change,
): Iterable<Change> {
  const associations = associationsOf(world, cluster);
  for (const one of as) {
    const target = `${change.target} as ${one.namespace}/${one.name}`;
    const user = kubernetesActor(serviceAccountUser(cluster.arn, one, true));
    for (const association of associations.filter((each) => isAssociated(each, one))) {
      const { actor, calls } = sessionBy(world, association);
      const all = [...change.calls, ...calls];
      yield { ...change, target, variant: actor.key, calls: all, becomes: [actor, user] };
    }
    yield { ...change, target, becomes: [user] };
  }
}

/** The actors that control of a node gives. The scheduler chooses its pods, so it may run any pod. */
export function* runningOnNode(world: World, cluster: Cluster, change: Change): Iterable<Change> {
  const becomes = nodeRoles(cluster).map((arn) => roleSession(world, arn));
  if (becomes.length > 0) yield { ...change, becomes };
  yield* runningAs(world, cluster, withPods(cluster, accountsOf(world, cluster)), {
    ...change,
    worstCase: change.worstCase ?? "the node is taken to run a pod of the service account",
  });
}

interface PodKind extends Omit<ChangeKind, "changesBy" | "gives"> {
  /** Verbs, each of which is enough. */
  verbs: string;
  /** `pods`, or a subresource of it. */
  resource: string;
}

/** A kind of change that makes the attacker's program run in a pod that is there. */
export function podKind({ resource, verbs, ...kind }: PodKind): ChangeKind {
  return kubernetesKind({
    ...{ ...kind, gives: "runs" },
    *tries(inside) {
      for (const account of inside.accounts) {
        for (const { name, namespace, worstCase } of podsOf(inside.cluster, account)) {
          const needs = inside.firstOf(verbs, { resource, namespace, name });
          const target = `pod ${name ?? "of any name"}`;
          yield { target, needs, as: [account], ...(worstCase && { worstCase }) };
        }
      }
    },
  });
}

/** The name of a cluster's object in an answer. */
export function inCluster({ arn }: Cluster, object: string): string {
  return `${object} of cluster ${clusterName(arn)}`;
}

interface EksKind extends Omit<ChangeKind, "changesBy"> {
  /** Changes of one cluster. */
  changesOf(world: World, cluster: Cluster, actor: Actor): Iterable<Change>;
}

/** A kind of change that uses calls to EKS, for each cluster. */
export function eksKind({ changesOf, ...kind }: EksKind): ChangeKind {
  return {
    ...kind,
    *changesBy(world, actor) {
      if (!actor.principal || actor.readsOnly) return;
      for (const one of clustersOf(world).clusters) yield* changesOf(world, one, actor);
    },
  };
}

/** A call to AWS. */
export function awsCall(
  action: string,
  resource: string,
  context: Record<string, string | string[]> = {},
): Call {
  return { aws: { action, resource, context } };
}

/** ARN of a resource of a cluster, such as an access entry. The parts that AWS assigns have stand-ins. */
export function childArn({ arn }: Cluster, type: string, ...rest: string[]): string {
  const { account, partition, region } = parseArn(arn) ?? {};
  return `arn:${partition}:eks:${region}:${account}:${[type, clusterName(arn), ...rest].join("/")}`;
}

/** `iam:PassRole` of a role to a service, for an object that is associated with the role. */
export function passRole(roleArn: string, service: string, associated?: string): Call {
  return awsCall("iam:PassRole", roleArn, {
    "iam:PassedToService": service,
    ...(associated && { "iam:AssociatedResourceArn": associated }),
  });
}
