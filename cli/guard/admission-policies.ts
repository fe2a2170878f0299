import type { LandingZone, ResolvedCluster } from "eks-pod-secrets/grant";

/** Who may still do what the policies deny, as the cluster's API server knows them. */
export interface Named {
  /** Names of users, such as `system:serviceaccount:flux-system:kustomize-controller`. */
  users: string[];
  groups: string[];
  /** ARNs of IAM roles and users, which EKS uses as names unless their access entries say otherwise. */
  identities: string[];
}

/** An object of Kubernetes, as data. */
export interface AdmissionObject {
  apiVersion: "admissionregistration.k8s.io/v1";
  kind: "ValidatingAdmissionPolicy" | "ValidatingAdmissionPolicyBinding";
  metadata: { name: string };
  spec: object;
}

/** Controllers that create pods and templates for workloads. The templates are checked when workloads are created. */
const CONTROLLERS = [
  ...["cronjob", "daemon-set", "deployment", "job"],
  ...["replicaset", "replication", "statefulset"],
].map((name) => `system:serviceaccount:kube-system:${name}-controller`);

/** Audiences of tokens with which pods assume roles. */
const AUDIENCES = ["pods.eks.amazonaws.com", "sts.amazonaws.com"];

interface Rule {
  apiGroups: string[];
  apiVersions?: string[];
  operations: string[];
  resources: string[];
}

/** What a policy denies to everyone else. */
interface Denial {
  name: string;
  rules: Rule[];
  variables?: Record<string, string>;
  /** CEL: the policy does not apply to the request. */
  unless: string;
  message: string;
}

const POD_SPEC =
  "has(object.spec.jobTemplate) ? object.spec.jobTemplate.spec.template.spec : has(object.spec.template) ? object.spec.template.spec : object.spec";

/**
 * ValidatingAdmissionPolicies with their bindings. In the readers' namespaces, they only let the named ones create or change what
 * runs as a reader, what its pods mount, its tokens for AWS, and who has which rights there. Empty if the cluster has no readers.
 */
export function admissionPolicies(
  { readers: all }: LandingZone,
  cluster: ResolvedCluster,
  named: Named,
): AdmissionObject[] {
  const readers = all.filter((one) => one.cluster === cluster);
  if (readers.length === 0) return [];
  const namespaces = sorted(readers.map(({ namespace }) => namespace));
  const accounts = sorted(readers.map((one) => `${one.namespace}/${one.serviceAccount}`));
  const classes = sorted(readers.map((one) => `${one.namespace}/${one.secretProviderClass}`));
  const ofReader = `(request.namespace + "/" + (has(variables.pod.serviceAccountName) ? variables.pod.serviceAccountName : "default")) in ${list(accounts)}`;
  const denials: Denial[] = [
    {
      name: "pods",
      rules: [
        ruleOf("", ["pods", "pods/ephemeralcontainers", "replicationcontrollers"]),
        ruleOf("apps", ["daemonsets", "deployments", "replicasets", "statefulsets"]),
        ruleOf("batch", ["cronjobs", "jobs"]),
      ],
      variables: {
        pod: POD_SPEC,
        before: `request.operation != "UPDATE" ? null : ${POD_SPEC.replaceAll("object.", "oldObject.")}`,
      },
      unless: `!(${ofReader}) || variables.before == variables.pod || request.userInfo.username in ${list(CONTROLLERS)}`,
      message: "only those whom the guard names run anything with the service account of a reader",
    },
    {
      // The StatefulSet controller makes pods of the revision that a status names, whose data the API server does not let anyone change.
      name: "revisions",
      rules: [ruleOf("apps", ["controllerrevisions"], ["CREATE"])],
      unless: `request.userInfo.username in ${list(CONTROLLERS)}`,
      message:
        "only those whom the guard names, and controllers, make what pods of a StatefulSet are made of",
    },
    {
      name: "classes",
      rules: [ruleOf("secrets-store.csi.x-k8s.io", ["secretproviderclasses"])],
      unless: `!((request.namespace + "/" + object.metadata.name) in ${list(classes)})`,
      message: "only those whom the guard names change what a reader's pods mount",
    },
    {
      name: "tokens",
      rules: [ruleOf("", ["serviceaccounts/token"], ["CREATE"])],
      unless: `!((request.namespace + "/" + request.name) in ${list(accounts)}) || !object.spec.audiences.exists(one, one in ${list(AUDIENCES)}) || "system:nodes" in request.userInfo.groups`,
      message: "only nodes, and those whom the guard names, make a reader's tokens for AWS",
    },
    {
      name: "rights",
      rules: [ruleOf("rbac.authorization.k8s.io", ["clusterrolebindings", "rolebindings"])],
      unless: `object.kind == "ClusterRoleBinding" && !(object.roleRef.name in ["admin", "cluster-admin", "edit"])`,
      message:
        "only those whom the guard names give rights in a reader's namespace, or those of admin, cluster-admin or edit",
    },
  ];
  return denials.flatMap((denial) => objectsOf(denial, namespaces, named));
}

function ruleOf(apiGroup: string, resources: string[], operations = ["CREATE", "UPDATE"]): Rule {
  return { apiGroups: [apiGroup], apiVersions: ["*"], operations, resources } as Rule;
}

function objectsOf(
  { message, name: what, rules, unless, variables = {} }: Denial,
  namespaces: string[],
  named: Named,
): AdmissionObject[] {
  const name = `eks-pod-secrets-guard-${what}`;
  const apiVersion = "admissionregistration.k8s.io/v1";
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: rules,
          namespaceSelector: {
            matchExpressions: [
              { key: "kubernetes.io/metadata.name", operator: "In", values: namespaces },
            ],
          },
        },
        variables: Object.entries(variables).map(([key, expression]) => ({
          name: key,
          expression,
        })),
        validations: [
          { expression: `${isNamed(named)} || ${unless}`, message, reason: "Forbidden" },
        ],
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}

/** CEL: the caller is one of these. EKS names a session by its role's name without the path, and by the session's name. */
function isNamed({ groups, identities, users }: Named): string {
  const sessions = identities.flatMap((arn) => {
    const [, partition, , , account, resource = ""] = arn.split(":");
    if (!resource.startsWith("role/")) return [];
    return `arn:${partition}:sts::${account}:assumed-role/${resource.replace(/^.*\//, "")}/`;
  });
  const people = identities.filter((arn) => arn.includes(":user/"));
  const caller = "request.userInfo";
  return [
    `${caller}.username in ${list([...users, ...people])}`,
    `${caller}.groups.exists(one, one in ${list(groups)})`,
    `${list(sessions)}.exists(one, ${caller}.username.startsWith(one))`,
  ].join(" || ");
}

function list(texts: string[]): string {
  return JSON.stringify(sorted(texts));
}

function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
