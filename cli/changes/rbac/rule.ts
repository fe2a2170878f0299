/** A rule of a Role, a ClusterRole or an access policy. Rules only allow. An absent list is empty. */
export interface Rule {
  verbs: string[];
  /** `""` is Kubernetes's core group. */
  apiGroups?: string[] | undefined;
  /** Plural names, with subresources: `pods/exec`. */
  resources?: string[] | undefined;
  /** Empty: objects of any name. */
  resourceNames?: string[] | undefined;
  nonResourceURLs?: string[] | undefined;
}

/** A request of a user to a cluster's API server. */
export type Attempt = ResourceAttempt | { verb: string; path: string };

export interface ResourceAttempt {
  verb: string;
  /** Defaults to the core group. */
  group?: string;
  /** Plural name with its subresource: `pods/exec`. */
  resource: string;
  /** Absent: all namespaces, or a resource without namespaces. */
  namespace?: string | undefined;
  /** Absent: the request names no object, like most lists. Null: nobody read the name, so it may be any. */
  name?: string | null | undefined;
}

/** Whether a rule allows an attempt in the namespaces of its binding, as the API server decides it. */
export function ruleAllows(rule: Rule, attempt: Attempt): boolean {
  const { apiGroups = [], nonResourceURLs = [], resourceNames = [], resources = [] } = rule;
  if (!holds(rule.verbs, attempt.verb)) return false;
  if ("path" in attempt) return nonResourceURLs.some((url) => isUnder(attempt.path, url));
  const { group = "", name = "", resource } = attempt;
  const [, subresource] = resource.split("/");
  return (
    holds(apiGroups, group) &&
    (holds(resources, resource) ||
      (subresource !== undefined && resources.includes(`*/${subresource}`))) &&
    (resourceNames.length === 0 || name === null || resourceNames.includes(name))
  );
}

/** An attempt in the words of `kubectl auth can-i`. */
export function attemptText(attempt: Attempt): string {
  if ("path" in attempt) return `${attempt.verb} ${attempt.path}`;
  const { group, name, namespace, resource, verb } = attempt;
  const [plural, subresource] = resource.split("/");
  const kind = `${plural}${group ? `.${group}` : ""}${subresource ? `/${subresource}` : ""}`;
  return `${verb} ${kind}${name ? ` ${name}` : ""}${namespace ? ` in ${namespace}` : ""}`;
}

function holds(list: readonly string[], value: string): boolean {
  return list.includes("*") || list.includes(value);
}

function isUnder(path: string, url: string): boolean {
  return url === path || (url.endsWith("*") && path.startsWith(url.replace(/\*+$/, "")));
}
