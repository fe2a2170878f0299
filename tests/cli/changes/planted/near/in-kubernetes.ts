import { NEAR_STORES } from "../in-stores";
import { NEAR_WORKLOADS } from "../in-workloads";
import {
  allow,
  associatedIn,
  BIND_EDIT,
  byToken,
  CLUSTER,
  COREDNS,
  EDIT,
  granted,
  type NearMiss,
  NODE,
  namespaceOf,
  object,
  pod,
  READER,
  rule,
  SECRET,
} from "../world";

const OPERATOR = [{ kind: "ServiceAccount", name: "operator", namespace: "other" }];
const podsIn = (namespace: string) => granted([rule("create", "pods")], namespace);

/** Cases that almost are a way through a cluster's API server. */
export const NEAR_IN_KUBERNETES: NearMiss[] = [
  ...NEAR_WORKLOADS,
  ...NEAR_STORES,
  {
    title: "a namespace without the reader's service account",
    near: "create-pod",
    objects: podsIn("other"),
  },
  {
    title: "a namespace in which nobody made the reader's service account",
    near: "create-pod",
    objects: [COREDNS, ...podsIn("fresh")],
    documents: associatedIn("fresh"),
  },
  {
    title: "a Role whose binding is in no namespace of it",
    near: "create-pod",
    objects: podsIn("other"),
    rules: [],
  },
  {
    title: "pods that may be read alone",
    near: "attach-to-pod",
    rules: [rule("get list watch", "pods pods/log deployments")],
  },
  {
    title: "a Deployment of another name",
    near: "make-pods",
    rules: [rule("patch", "deployments", { resourceNames: ["api"] })],
  },
  {
    title: "a program in a pod of another service account",
    near: "exec-in-pod",
    rules: [rule("create", "pods/exec", { resourceNames: ["batch-1"] })],
  },
  {
    title: "a pod of a service account without an association",
    near: "create-pod",
    documents: (all) => ({ ...all, associations: [] }),
    rules: [rule("create", "pods")],
  },
  {
    title: "aws-auth in a cluster that takes access entries alone",
    near: "write-aws-auth",
    wide: [rule("patch", "configmaps")],
  },
  {
    title: "a token that nothing exchanges",
    near: "exchange-token-at-agent",
    rules: [rule("create", "serviceaccounts/token")],
  },
  {
    title: "a token of a service account without a pod",
    near: "request-token",
    rules: [rule("create", "serviceaccounts/token")],
    without: ["Pod", "Deployment"],
    objects: [{ kind: "DeploymentList", items: [] }],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity")],
  },
  {
    title: "a token that a role takes of another namespace",
    near: "request-token",
    objects: granted([rule("create", "pods serviceaccounts/token")], "other"),
    documents: byToken("system:serviceaccount:orders:*"),
  },
  {
    title: "a binding without the verb bind",
    near: "bind-role",
    wide: [rule("create", "rolebindings clusterrolebindings")],
  },
  {
    title: "a ClusterRole that is bound in another namespace",
    near: "bind-role",
    objects: [EDIT, ...granted(BIND_EDIT, "other")],
  },
  {
    title: "a ClusterRole that may be bound in the namespace, by a binding of all namespaces",
    near: "bind-role",
    rules: BIND_EDIT.slice(1),
    wide: [rule("create", "clusterrolebindings")],
    objects: [EDIT],
  },
  {
    title: "a pod whose name the right to create it has, without the right to patch it",
    near: "create-pod",
    rules: [
      rule("create", "pods", { resourceNames: ["debug"] }),
      rule("patch", "pods", { resourceNames: ["other"] }),
    ],
  },
  {
    title: "a ConfigMap of another name, by server-side apply",
    near: "write-aws-auth",
    mode: "API_AND_CONFIG_MAP",
    objects: granted(
      [rule("create patch", "configmaps", { resourceNames: ["other"] })],
      "kube-system",
    ),
  },
  {
    title: "a controller's token in another Secret than one may read",
    near: "create-account-token-secret",
    objects: [
      ...granted(
        [
          rule("create patch", "secrets", { resourceNames: ["debug"] }),
          rule("get", "secrets", { resourceNames: ["other"] }),
        ],
        "other",
      ),
      ...granted([rule("*", "*")], undefined, OPERATOR),
    ],
  },
  {
    title: "a binding of a Role that has the ClusterRole's name",
    near: "bind-role",
    rules: [
      rule("patch", "rolebindings", { resourceNames: ["editors"] }),
      rule("bind", "clusterroles"),
    ],
    objects: [
      EDIT,
      object("Role", "edit", { rules: [rule("get", "pods")] }, "orders"),
      object(
        "RoleBinding",
        "editors",
        { roleRef: { kind: "Role", name: "edit" }, subjects: [] },
        "orders",
      ),
    ],
  },
  {
    title: "the group of nodes, impersonated with a user that is none",
    near: "take-tokens-of-node",
    wide: [
      rule("impersonate", "users", { resourceNames: ["support"] }),
      rule("impersonate", "groups", { resourceNames: ["system:nodes"] }),
    ],
  },
  {
    title: "a namespace that enforces baseline, with the right to relabel another",
    near: "reach-host",
    objects: [...podsIn("free"), namespaceOf("free", "baseline")],
    wide: [rule("patch", "namespaces", { resourceNames: ["other"] })],
  },
  {
    title: "a volume of the host that no claim takes",
    near: "reach-host",
    objects: [...podsIn("free"), namespaceOf("free", "baseline")],
    wide: [rule("create", "persistentvolumes")],
  },
  {
    title: "a store of one's own, where no operator has a role",
    near: "create-external-secret",
    objects: granted(
      [rule("create", "secretstores externalsecrets"), rule("get", "secrets")],
      "other",
    ),
  },
  {
    title: "the verb bind without a binding",
    near: "bind-role",
    wide: [rule("bind", "clusterroles")],
  },
  {
    title: "a role that may be patched, without escalate",
    near: "escalate-role",
    wide: [rule("patch", "clusterroles")],
  },
  {
    title: "the verb escalate on a role that is not one's own",
    near: "escalate-role",
    wide: [rule("patch escalate", "clusterroles", { resourceNames: ["view"] })],
    objects: [object("ClusterRole", "view", { rules: [] })],
  },
  {
    title: "a group that is impersonated without a user",
    near: "impersonate",
    wide: [rule("impersonate", "groups")],
  },
  {
    title: "a controller of another name that is impersonated",
    near: "impersonate",
    wide: [rule("impersonate", "serviceaccounts", { resourceNames: ["batch"] })],
    objects: granted([rule("*", "*")], undefined, OPERATOR),
  },
  {
    title: "a Secret that holds no copy",
    near: "read-copied-secret",
    rules: [rule("get", "secrets", { resourceNames: ["other"] })],
    objects: [
      object(
        "SecretProviderClass",
        "web",
        {
          spec: {
            provider: "aws",
            parameters: { objects: `- objectName: "${SECRET}"\n` },
            secretObjects: [{ secretName: "copy" }],
          },
        },
        "orders",
      ),
    ],
  },
  {
    title: "a class, where the driver may write no Secrets",
    near: "change-provider-class",
    rules: [rule("patch", "secretproviderclasses"), rule("get", "secrets")],
    objects: [object("SecretProviderClass", "web", { spec: { provider: "aws" } }, "orders")],
  },
  {
    title: "an ExternalSecret whose Secret cannot be read",
    near: "create-external-secret",
    objects: [
      ...granted([rule("create", "externalsecrets")], "other"),
      object("ClusterSecretStore", "aws", { spec: { provider: { aws: { role: READER } } } }),
    ],
  },
  {
    title: "a DaemonSet that is none of the driver, ASCP or the agent",
    near: "change-node-program",
    objects: granted([rule("patch", "daemonsets")], "other"),
  },
  {
    title: "a pod in a namespace that enforces baseline",
    near: "reach-host",
    objects: [...podsIn("free"), namespaceOf("free", "baseline")],
  },
  {
    title: "the role of nodes, which nobody trusts but EC2",
    near: "take-tokens-of-node",
    calls: [allow("sts:AssumeRole", NODE)],
  },
  {
    title: "a pod whose association gives no session",
    near: "create-pod",
    documents: (all) => ({
      ...all,
      associations: [
        { clusterArn: CLUSTER, namespace: "other", serviceAccount: "web", roleArn: READER },
      ],
    }),
    objects: [...podsIn("other"), pod("web-2", "web", "other")],
  },
  {
    title: "a pod's image in another namespace",
    near: "patch-pod",
    objects: granted([rule("patch", "pods")], "other"),
  },
  {
    title: "ephemeral containers that may only be looked at",
    near: "add-ephemeral-container",
    rules: [rule("get", "pods/ephemeralcontainers")],
  },
  {
    title: "the figures of a kubelet",
    near: "reach-kubelet",
    wide: [rule("get", "nodes/metrics nodes/stats")],
  },
  {
    title: "a token, in a Secret, of a service account without rights",
    near: "create-account-token-secret",
    rules: [rule("create list", "secrets")],
  },
  {
    title: "a webhook that only validates",
    near: "mutate-pods",
    wide: [rule("create", "validatingwebhookconfigurations")],
  },
];
