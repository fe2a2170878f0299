import type { KubernetesUser } from "../../../cli/changes/rbac/cluster";
import { serviceAccountUser } from "../../../cli/changes/rbac/cluster";
import type { Attempt, Rule } from "../../../cli/changes/rbac/rule";
import { type Random, randomFrom } from "../../sandbox/fuzz/random";
import type { KubernetesObject } from "../running/api-client";

const GROUP = "rbac.authorization.k8s.io";
const apiVersion = `${GROUP}/v1`;

export const NAMESPACES = ["orders", "billing"];
const VERBS = ["get", "list", "create", "patch", "bind", "impersonate"];
const RESOURCES: [group: string, resource: string][] = [
  ...[
    "pods",
    "pods/exec",
    "secrets",
    "serviceaccounts",
    "serviceaccounts/token",
    "nodes/proxy",
  ].map((one): [string, string] => ["", one]),
  ...([
    ["apps", "deployments"],
    ["apps", "deployments/scale"],
    [GROUP, "rolebindings"],
  ] as [string, string][]),
];
const PATHS = ["/metrics", "/logs", "/logs/kubelet", "/healthz/etcd"];
const URLS = ["/metrics", "/logs/*", "/logs*", "*", "/healthz/*"];
const NAMES = ["one", "two", "three"];
const USERS = ["anna", "otto", "mia", "paul", "rosa", "tom"];
const GROUPS = ["team", "crew", "system:serviceaccounts:orders"];
const LABELS = ["red", "blue"];

export interface RandomRbac {
  objects: KubernetesObject[];
  /** Who asks to do what. */
  questions: { user: KubernetesUser; attempt: Attempt }[];
}

/** Draws roles, bindings and questions. Half of the questions are close to some rule. */
export function randomRbac(seed: number, cluster: string, asked: number): RandomRbac {
  const random = randomFrom(seed);
  const roles = Array.from({ length: 40 }, (_, index) => randomRole(random, `role-${index}`));
  const bindings = Array.from({ length: 50 }, (_, index) =>
    randomBinding(random, `binding-${index}`, roles),
  );
  const rules = roles.flatMap((role) => (role.rules ?? []) as Rule[]);
  const questions = Array.from({ length: asked }, () => ({
    user: randomUser(random, cluster),
    attempt: randomAttempt(random, random.chance(0.6) ? random.pick(rules) : undefined),
  }));
  return { objects: [...roles, ...bindings], questions };
}

function some<Item>(random: Random, items: readonly Item[]): Item[] {
  const found = items.filter(() => random.chance(0.3));
  return found.length > 0 ? found : [random.pick(items)];
}

function randomRule(random: Random, isClusterRole: boolean): Rule {
  const verbs = random.chance(0.1) ? ["*"] : some(random, VERBS);
  if (isClusterRole && random.chance(0.2)) return { verbs, nonResourceURLs: some(random, URLS) };
  const of = some(random, RESOURCES);
  const wild = random.chance(0.3) ? [random.pick(["*", "*/exec", "*/scale", "*/token"])] : [];
  return {
    verbs,
    apiGroups: random.chance(0.1) ? ["*"] : [...new Set(of.map(([group]) => group))],
    resources: [...of.map(([, resource]) => resource), ...wild],
    ...(random.chance(0.5) && { resourceNames: some(random, NAMES.slice(0, 2)) }),
  };
}

function randomRole(random: Random, name: string): KubernetesObject {
  const isClusterRole = random.chance(0.5);
  const labels =
    isClusterRole && random.chance(0.6) ? { [`to-${random.pick(LABELS)}`]: "true" } : {};
  const rules = Array.from({ length: random.below(3) }, () => randomRule(random, isClusterRole));
  if (isClusterRole && random.chance(0.35)) {
    const matchLabels = { [`to-${random.pick(LABELS)}`]: "true" };
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels }] };
    return { apiVersion, kind: "ClusterRole", metadata: { name }, aggregationRule };
  }
  return isClusterRole
    ? ({ apiVersion, kind: "ClusterRole", metadata: { name, labels }, rules } as KubernetesObject)
    : { apiVersion, kind: "Role", metadata: { name, namespace: random.pick(NAMESPACES) }, rules };
}

function randomBinding(
  random: Random,
  name: string,
  roles: readonly KubernetesObject[],
): KubernetesObject {
  const role = random.pick(roles);
  const isWide = role.kind === "ClusterRole" && random.chance(0.5);
  // Some bindings name a Role of the other namespace, which gives nothing.
  const namespace = random.pick(NAMESPACES);
  return {
    apiVersion,
    kind: isWide ? "ClusterRoleBinding" : "RoleBinding",
    metadata: { name, ...(!isWide && { namespace }) },
    roleRef: { apiGroup: GROUP, kind: role.kind, name: role.metadata.name },
    subjects: some(random, [
      ...(random.chance(0.1)
        ? [{ apiGroup: GROUP, kind: "Group", name: "system:authenticated" }]
        : []),
      ...USERS.map((user) => ({ apiGroup: GROUP, kind: "User", name: user })),
      ...GROUPS.map((group) => ({ apiGroup: GROUP, kind: "Group", name: group })),
      ...NAMESPACES.map((one) => ({ kind: "ServiceAccount", name: "web", namespace: one })),
    ]).slice(0, 2),
  };
}

function randomUser(random: Random, cluster: string): KubernetesUser {
  if (random.chance(0.3)) {
    return serviceAccountUser(cluster, { namespace: random.pick(NAMESPACES), name: "web" });
  }
  const groups = [
    ...(random.chance(0.4) ? [random.pick(["team", "crew"])] : []),
    "system:authenticated",
  ];
  return { cluster, username: random.pick([...USERS, "nobody"]), groups };
}

/** An attempt that a rule allows or almost allows. Without a rule, any attempt. */
function randomAttempt(random: Random, rule?: Rule): Attempt {
  const verb = random.pick(rule && random.chance(0.8) ? rule.verbs : VERBS);
  const plain = verb === "*" ? "get" : verb;
  if (rule?.nonResourceURLs || random.chance(0.1)) return { verb: plain, path: random.pick(PATHS) };
  const [, resource] = random.pick(RESOURCES);
  const own = rule?.resources?.filter((one) => !one.startsWith("*"));
  const name = random.chance(0.5) ? random.pick(NAMES) : undefined;
  const taken = own?.length && random.chance(0.8) ? random.pick(own) : resource;
  return {
    verb: plain,
    group: random.chance(0.8)
      ? (RESOURCES.find(([, one]) => one === taken)?.[0] ?? "")
      : random.pick(["", "apps", GROUP]),
    resource: taken,
    ...(random.chance(0.8) && { namespace: random.pick(NAMESPACES) }),
    ...(name && { name }),
  };
}
