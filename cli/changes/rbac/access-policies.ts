import type { Rule } from "./rule";

/**
 * Rules of the user-facing ClusterRoles that every cluster has:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export function userFacingRules(name: string): Rule[] {
  return USER_FACING[name] ?? [];
}

/**
 * The access policies of EKS by their names, as AWS documents their rules:
 * https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
 */
export function accessPolicyRules(policyArn: string): Rule[] | undefined {
  return RULES.get(policyArn.split("/").at(-1) ?? "");
}

/** Where an access policy applies. Namespaces may contain `*`. */
export interface AccessScope {
  type: "cluster" | "namespace";
  namespaces?: string[] | undefined;
}

const READ = "get list watch";
const WRITE = "create delete deletecollection patch update";
const ANY = "*";

/** A rule from three texts: verbs, group and resources. */
function rule(verbs: string, apiGroup: string, resources: string): Rule {
  return {
    verbs: verbs.split(" "),
    apiGroups: [apiGroup],
    resources: resources.split(" "),
  };
}

const SCALED =
  "daemonsets deployments deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale";
const OLD = "daemonsets deployments deployments/scale ingresses networkpolicies replicasets";
const KEPT =
  "configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale serviceaccounts services";
const INSIDE = "pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy";

const VIEW: Rule[] = [
  rule(READ, "apps", `controllerrevisions ${SCALED} daemonsets/status deployments/status`),
  rule(READ, "apps", "replicasets/status statefulsets/status"),
  rule(READ, "autoscaling", "horizontalpodautoscalers horizontalpodautoscalers/status"),
  rule(READ, "batch", "cronjobs cronjobs/status jobs jobs/status"),
  rule(READ, "discovery.k8s.io", "endpointslices"),
  rule(READ, "extensions", `${OLD} replicasets/scale replicationcontrollers/scale`),
  rule(READ, "extensions", "daemonsets/status deployments/status ingresses/status"),
  rule(READ, "extensions", "replicasets/status"),
  rule(READ, "networking.k8s.io", "ingresses ingresses/status networkpolicies"),
  rule(READ, "policy", "poddisruptionbudgets poddisruptionbudgets/status"),
  rule(READ, "", `${KEPT} endpoints persistentvolumeclaims/status pods services/status`),
  rule(READ, "", "bindings events limitranges namespaces namespaces/status pods/log pods/status"),
  rule(READ, "", "replicationcontrollers/status resourcequotas resourcequotas/status"),
];

const EDIT: Rule[] = [
  ...VIEW,
  rule(WRITE, "apps", `${SCALED} deployments/rollback`),
  rule(WRITE, "autoscaling", "horizontalpodautoscalers"),
  rule(WRITE, "batch", "cronjobs jobs"),
  rule(WRITE, "extensions", `${OLD} deployments/rollback replicasets/scale`),
  rule(WRITE, "extensions", "replicationcontrollers/scale"),
  rule(WRITE, "networking.k8s.io", "ingresses networkpolicies"),
  rule(WRITE, "policy", "poddisruptionbudgets"),
  rule(READ, "", INSIDE),
  rule(WRITE, "", `${KEPT} events pods ${INSIDE}`),
  rule("impersonate", "", "serviceaccounts"),
];

const ADMIN: Rule[] = [
  ...EDIT,
  rule("create", "authorization.k8s.io", "localsubjectaccessreviews"),
  rule(`${READ} ${WRITE}`, "rbac.authorization.k8s.io", "rolebindings roles"),
];

const ALL: Rule[] = [rule(ANY, ANY, ANY), { verbs: [ANY], nonResourceURLs: [ANY] }];

/** Rights that Kubernetes's own roles have beyond the access policies of the same names. */
const BESIDE = rule("create", "", "serviceaccounts/token pods/eviction");

const USER_FACING: Record<string, Rule[]> = {
  "cluster-admin": ALL,
  admin: [...ADMIN, BESIDE],
  edit: [...EDIT, BESIDE],
  view: VIEW,
};

/** Names of the user-facing ClusterRoles. */
export const USER_FACING_ROLES = Object.keys(USER_FACING);

function ofEks(name: string): [string, Rule[]] {
  return [`AmazonEKS${name}Policy`, []];
}

const RULES: ReadonlyMap<string, Rule[]> = new Map([
  ["AmazonEKSViewPolicy", VIEW],
  ["AmazonEKSEditPolicy", EDIT],
  ["AmazonEKSAdminPolicy", ADMIN],
  ["AmazonEKSAdminViewPolicy", [rule(READ, ANY, ANY)]],
  ["AmazonEKSClusterAdminPolicy", ALL],
  ["AmazonEKSSecretReaderPolicy", [rule(READ, "", "secrets")]],
  ["AmazonEKSHybridPolicy", [rule("list", ANY, "nodes")]],
  [
    "AmazonEKSLoadBalancingClusterPolicy",
    [rule("create get", "admissionregistration.k8s.io", "mutatingwebhookconfigurations")],
  ],
  // These also allow leases, volumes, nodes and networks, which give no way to read here.
  ...["AutoNode", "BlockStorage", "BlockStorageCluster", "Compute", "ComputeCluster"].map(ofEks),
  ...["LoadBalancing", "Networking", "NetworkingCluster"].map(ofEks),
]);
