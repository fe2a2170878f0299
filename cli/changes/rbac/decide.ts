import { expressionOf } from "iam-proof";
import { addTo, getOrMake, memoize } from "iam-proof/collections";
import { accessPolicyRules } from "./access-policies";
import type { Binding, Cluster, KubernetesUser, LabelSelector, Role } from "./cluster";
import { type Attempt, type Rule, ruleAllows } from "./rule";

export interface RbacDecision {
  allowed: boolean;
  /** What allows it, or a statement that nothing does. */
  by: string;
}

/** The group that may do everything, whatever RBAC says. */
export const MASTERS = "system:masters";

/** Rules that a user has, and where they apply. */
export interface HeldRules {
  rules: Rule[];
  /** Namespace of the RoleBinding. */
  namespace?: string;
  /** Where the rules apply. Absent: in all namespaces, and outside of them. */
  holdsIn?: (namespace: string) => boolean;
  by: string;
}

/** Whether a cluster lets a user do something: RBAC decides as in its API server, and so do access policies of EKS. */
export function decide(cluster: Cluster, user: KubernetesUser, attempt: Attempt): RbacDecision {
  if (user.groups.includes(MASTERS)) return { allowed: true, by: `the group ${MASTERS}` };
  const namespace = "path" in attempt ? undefined : attempt.namespace;
  const found = rulesIn(heldBy(cluster, user), namespace).find(({ rules }) =>
    rules.some((rule) => ruleAllows(rule, attempt)),
  );
  if (found) return { allowed: true, by: found.by };
  return { allowed: false, by: `no role or access policy of ${user.username} allows it` };
}

/** Whether a cluster lets a user do everything with all objects. */
export function mayDoAll(cluster: Cluster, user: KubernetesUser): boolean {
  const isAll = ({ apiGroups, resourceNames = [], resources, verbs }: Rule) =>
    resourceNames.length === 0 &&
    [apiGroups, resources, verbs].every((list) => list?.includes("*"));
  return (
    user.groups.includes(MASTERS) ||
    rulesIn(heldBy(cluster, user), undefined).some(({ rules }) => rules.some(isAll))
  );
}

/** Every rule that a user has in a cluster. */
export function rulesOf(cluster: Cluster, user: KubernetesUser): HeldRules[] {
  return heldBy(cluster, user).all;
}

/** The names to which rules of a user are limited. */
export function namesInRules(cluster: Cluster, user: KubernetesUser): ReadonlySet<string> {
  return heldBy(cluster, user).names;
}

/** Whether a user has any right in a namespace, or without one, in all. */
export function hasRights(cluster: Cluster, user: KubernetesUser, namespace?: string): boolean {
  return user.groups.includes(MASTERS) || rulesIn(heldBy(cluster, user), namespace).length > 0;
}

function heldBy(cluster: Cluster, user: KubernetesUser): Held {
  const { held, roles, subjects } = indexOf(cluster);
  return getOrMake(held, user, () => {
    const names = [`User ${user.username}`, ...user.groups.map((one) => `Group ${one}`)];
    const bindings = new Set(names.flatMap((name) => subjects.get(name) ?? []));
    const all = [...[...bindings].flatMap((one) => boundRules(one, roles)), ...policyRules(user)];
    const rules = all.flatMap((one) => one.rules);
    const inRules = new Set(rules.flatMap(({ resourceNames = [] }) => resourceNames));
    return { all, names: inRules, byNamespace: new Map() };
  });
}

/** The rules that apply in a namespace. Without one, those that apply in all, and outside of them. */
function rulesIn({ all, byNamespace }: Held, namespace: string | undefined): HeldRules[] {
  return getOrMake(byNamespace, namespace, () =>
    all.filter(({ holdsIn }) => !holdsIn || (namespace && holdsIn(namespace))),
  );
}

/** The role that a binding refers to. */
export function boundRole(cluster: Cluster, binding: Binding): Role | undefined {
  return roleOf(binding, indexOf(cluster).roles)?.role;
}

function roleOf(
  { namespace, roleRef: { kind, name } }: Binding,
  roles: ReadonlyMap<string, RoleRules>,
): RoleRules | undefined {
  const isOwn = kind === "Role";
  if (isOwn && namespace === undefined) return undefined;
  return roles.get(roleKey({ name, namespace: isOwn ? namespace : undefined }));
}

function boundRules(binding: Binding, roles: ReadonlyMap<string, RoleRules>): HeldRules[] {
  const { name, namespace, roleRef } = binding;
  const bound = roleOf(binding, roles);
  if (!bound) return [];
  const kind = namespace === undefined ? "ClusterRoleBinding" : `RoleBinding of ${namespace}`;
  return [
    {
      rules: bound.rules,
      ...(namespace !== undefined && {
        namespace,
        holdsIn: (other: string) => other === namespace,
      }),
      by: `${kind} ${name}, ${roleRef.kind} ${roleRef.name}`,
    },
  ];
}

function policyRules({ policies = [] }: KubernetesUser): HeldRules[] {
  return policies.flatMap(({ accessScope, policyArn }) => {
    const { namespaces = [], type } = accessScope;
    const patterns = namespaces.map(expressionOf);
    return {
      rules: accessPolicyRules(policyArn) ?? [],
      ...(type === "namespace" && {
        holdsIn: (other: string) => patterns.some((one) => one.test(other)),
      }),
      by: `access policy ${policyArn.split("/").at(-1)}${type === "cluster" ? "" : ` of ${namespaces.join(", ")}`}`,
    };
  });
}

interface RoleRules {
  rules: Rule[];
  role: Role;
}

interface Index {
  roles: ReadonlyMap<string, RoleRules>;
  /** Bindings by `User NAME` and `Group NAME`. A service account counts as a user. */
  subjects: ReadonlyMap<string, Binding[]>;
  held: WeakMap<KubernetesUser, Held>;
}

interface Held {
  all: HeldRules[];
  names: ReadonlySet<string>;
  byNamespace: Map<string | undefined, HeldRules[]>;
}

const indexOf = memoize(({ bindings, roles }: Cluster): Index => {
  const subjects = new Map<string, Binding[]>();
  for (const binding of bindings) {
    for (const { kind, name, namespace = binding.namespace } of binding.subjects) {
      const user = `User system:serviceaccount:${namespace}:${name}`;
      addTo(subjects, kind === "ServiceAccount" ? user : `${kind} ${name}`, binding);
    }
  }
  const all = roles.map((role): [string, RoleRules] => [
    roleKey(role),
    { role, rules: [...aggregated(role, roles)].flatMap(({ rules }) => rules) },
  ]);
  return { roles: new Map(all), subjects, held: new WeakMap() };
});

function roleKey({ name, namespace = "" }: Pick<Role, "name" | "namespace">): string {
  return `${namespace}/${name}`;
}

/** A role with every ClusterRole aggregated into it, directly or through others. */
export function aggregated(role: Role, roles: readonly Role[]): Set<Role> {
  const found = new Set([role]);
  // The loop also visits roles that it adds.
  for (const { aggregates } of found) {
    if (aggregates.length === 0) continue;
    for (const one of roles) {
      const isMatched = aggregates.some((selector) => selects(selector, one.labels));
      if (one.namespace === undefined && isMatched) found.add(one);
    }
  }
  return found;
}

/** Whether a label selector matches these labels. An empty selector matches all. */
export function selects(
  { matchExpressions = [], matchLabels = {} }: LabelSelector,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const isOne = value !== undefined && values.includes(value);
      return operator === "In" ? isOne : !isOne;
    })
  );
}
