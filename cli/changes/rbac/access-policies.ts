import policies from "./access-policies.json";
import type { Rule } from "./rule";

/**
 * The access policies of EKS, as AWS documents their rules, and the user-facing ClusterRoles that every cluster has. `of`: what has
 * the rest of its rules. Policies without rules also allow leases, volumes, nodes and networks, which give no way to read here.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
const RULES = new Map(
  Object.entries(policies as Record<string, { of?: string; rules: string[][] }>),
);

/** Names of the user-facing ClusterRoles. */
export const USER_FACING_ROLES = ["cluster-admin", "admin", "edit", "view"];

/** The rules of an access policy or a user-facing ClusterRole, by its name or ARN. */
export function accessPolicyRules(policy: string): Rule[] | undefined {
  const { of, rules } = RULES.get(policy.split("/").at(-1) ?? "") ?? {};
  return rules && [...((of && accessPolicyRules(of)) || []), ...rules.flatMap(ruleOf)];
}

/** A rule from three texts: verbs, group and resources. */
function ruleOf([verbs = "", apiGroup = "", resources = ""]: string[]): Rule[] {
  const rule = { verbs: verbs.split(" "), apiGroups: [apiGroup], resources: resources.split(" ") };
  return verbs === "*" ? [rule, { verbs: ["*"], nonResourceURLs: ["*"] }] : [rule];
}

/** Where an access policy applies. Namespaces may contain `*`. */
export interface AccessScope {
  type: "cluster" | "namespace";
  namespaces?: string[] | undefined;
}
