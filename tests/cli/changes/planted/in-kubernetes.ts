import { WAYS_OF_STORES } from "./in-stores";
import { WAYS_OF_WORKLOADS } from "./in-workloads";
import {
  allow,
  associatedIn,
  BIND_EDIT,
  byToken,
  CLUSTER,
  COREDNS,
  EDIT,
  EDIT_REF,
  granted,
  namespaceOf,
  object,
  type Planted,
  pod,
  READER,
  rule,
  SECRET,
} from "./world";

const CLASS = object(
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
);
const SYNC_ROLE = object("ClusterRole", "secretprovidersyncing-role", { rules: [] });
const STORE = object("ClusterSecretStore", "aws", {
  spec: { provider: { aws: { role: READER } } },
});
const OPERATOR = [{ kind: "ServiceAccount", name: "operator", namespace: "other" }];
const ALL = [rule("*", "*")];
const GETS = rule("get", "secrets");

/** Ways that lead through a cluster's API server. */
export const WAYS: Planted[] = [
  ...WAYS_OF_WORKLOADS,
  ...WAYS_OF_STORES,
  { title: "a pod", rules: [rule("create", "pods")], steps: ["create-pod"] },
  { title: "a pod by a rule of all namespaces", wide: [rule("*", "*")], steps: ["create-pod"] },
  {
    title: "a pod of a service account that it makes",
    objects: [COREDNS, ...granted([rule("create", "pods serviceaccounts")], "fresh")],
    documents: associatedIn("fresh"),
    steps: ["create-pod"],
  },
  { title: "a Job", rules: [rule("create", "jobs")], steps: ["make-pods"] },
  {
    title: "a Deployment that is patched",
    rules: [rule("patch", "deployments", { resourceNames: ["web"] })],
    steps: ["make-pods"],
  },
  { title: "a program in a pod", rules: [rule("create", "pods/exec")], steps: ["exec-in-pod"] },
  {
    title: "a program in the pod that a rule names",
    rules: [rule("create", "pods/exec", { resourceNames: ["web-1"] })],
    steps: ["exec-in-pod"],
  },
  {
    title: "a program in the pods that a Deployment makes later",
    rules: [rule("create", "pods/exec")],
    without: ["Pod"],
    steps: ["exec-in-pod"],
  },
  { title: "a pod attached to", rules: [rule("get", "pods/attach")], steps: ["attach-to-pod"] },
  { title: "a pod's image", rules: [rule("patch", "pods")], steps: ["patch-pod"] },
  {
    title: "an ephemeral container",
    rules: [rule("update", "pods/ephemeralcontainers")],
    steps: ["add-ephemeral-container"],
  },
  {
    title: "a token exchanged at EKS Auth",
    rules: [rule("create", "serviceaccounts/token", { resourceNames: ["web"] })],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity", CLUSTER)],
    steps: ["request-token", "assume-role-for-pod-identity"],
  },
  {
    title: "a token exchanged at the agent",
    rules: [rule("create", "serviceaccounts/token", { resourceNames: ["web"] })],
    objects: granted([rule("create", "pods")], "other"),
    steps: ["create-pod", "request-token", "exchange-token-at-agent"],
  },
  {
    title: "a token that a role takes",
    objects: granted([rule("create", "serviceaccounts/token")], "other"),
    documents: byToken("system:serviceaccount:other:*"),
    steps: ["request-token"],
  },
  {
    title: "a pod whose token a role takes",
    objects: granted([rule("create", "pods")], "other"),
    documents: byToken("system:serviceaccount:*:default"),
    steps: ["create-pod"],
  },
  { title: "the kubelet", wide: [rule("get", "nodes/proxy")], steps: ["reach-kubelet"] },
  {
    title: "the copy of a value",
    rules: [rule("get", "secrets", { resourceNames: ["copy"] })],
    objects: [CLASS],
    steps: ["read-copied-secret"],
  },
  {
    title: "the token of a controller, in a Secret",
    objects: [
      ...granted([rule("create list", "secrets")], "other"),
      ...granted(ALL, undefined, OPERATOR),
      namespaceOf("other", "restricted"),
    ],
    steps: ["create-account-token-secret", "create-pod"],
  },
  {
    title: "a role that is bound",
    wide: [
      rule("create", "rolebindings"),
      rule("bind", "clusterroles", { resourceNames: ["cluster-admin"] }),
    ],
    steps: ["bind-role", "create-pod"],
  },
  {
    title: "a ClusterRole that is bound in a namespace, by rights there alone",
    rules: BIND_EDIT,
    objects: [EDIT],
    steps: ["bind-role", "create-pod"],
  },
  {
    title: "a binding of a ClusterRole that one may bind and change alone",
    rules: [
      rule("patch", "rolebindings", { resourceNames: ["editors"] }),
      rule("bind", "clusterroles"),
    ],
    objects: [
      EDIT,
      object("RoleBinding", "editors", { roleRef: EDIT_REF, subjects: [] }, "orders"),
    ],
    steps: ["bind-role", "create-pod"],
  },
  {
    title: "one's own role, which grows",
    wide: [rule("patch escalate", "clusterroles")],
    steps: ["escalate-role", "create-pod"],
  },
  {
    title: "a part of one's own role, which grows",
    wide: [rule("patch escalate", "clusterroles", { resourceNames: ["part"] })],
    objects: [
      object("ClusterRole", "whole", {
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { of: "whole" } }] },
      }),
      { kind: "ClusterRole", metadata: { name: "part", labels: { of: "whole" } } },
      object("ClusterRoleBinding", "whole", {
        roleRef: { kind: "ClusterRole", name: "whole" },
        subjects: [{ kind: "Group", name: "team" }],
      }),
    ],
    steps: ["escalate-role", "create-pod"],
  },
  {
    title: "the role of somebody whose pod it enters, which grows",
    wide: [rule("patch escalate", "clusterroles", { resourceNames: ["small"] })],
    objects: [
      ...granted([rule("create", "pods/exec")], "other"),
      pod("operator-1", "operator", "other"),
      object("ClusterRole", "small"),
      object("ClusterRoleBinding", "small", {
        roleRef: { kind: "ClusterRole", name: "small" },
        subjects: OPERATOR,
      }),
    ],
    steps: ["escalate-role", "exec-in-pod", "create-pod"],
  },
  {
    title: "a node that is impersonated",
    wide: [
      rule("impersonate", "users", { resourceNames: ["system:node:ip-10-0-0-1"] }),
      rule("impersonate", "groups", { resourceNames: ["system:nodes"] }),
    ],
    steps: ["impersonate", "take-tokens-of-node"],
  },
  {
    title: "a webhook that sees each Secret that is written",
    wide: [rule("create", "validatingwebhookconfigurations")],
    objects: [CLASS],
    steps: ["read-copied-secret"],
  },
  {
    title: "a group that is impersonated with a user whom nobody knows",
    wide: [
      rule("impersonate", "users", { resourceNames: ["support"] }),
      rule("impersonate", "groups", { resourceNames: ["system:masters"] }),
    ],
    steps: ["impersonate", "create-pod"],
  },
  {
    title: "a pod by server-side apply, by rights that name it",
    rules: [rule("create patch", "pods", { resourceNames: ["debug"] })],
    steps: ["create-pod"],
  },
  {
    title: "a mutating policy by server-side apply, by rights that name it",
    wide: [
      rule("create patch", "mutatingadmissionpolicies mutatingadmissionpolicybindings", {
        resourceNames: ["debug"],
      }),
    ],
    steps: ["mutate-pods"],
  },
  {
    title: "a controller's token in a Secret that rights name",
    objects: [
      ...granted([rule("create patch get", "secrets", { resourceNames: ["debug"] })], "other"),
      ...granted(ALL, undefined, OPERATOR),
    ],
    steps: ["create-account-token-secret", "create-pod"],
  },
  {
    title: "a controller that is impersonated",
    wide: [rule("impersonate", "serviceaccounts")],
    objects: granted(ALL, undefined, OPERATOR),
    steps: ["impersonate", "create-pod"],
  },
  {
    title: "a group that is impersonated",
    wide: [rule("impersonate", "users groups")],
    steps: ["impersonate", "create-pod"],
  },
  {
    title: "every new pod",
    wide: [rule("create", "mutatingwebhookconfigurations")],
    steps: ["mutate-pods"],
  },
  {
    title: "aws-auth",
    mode: "API_AND_CONFIG_MAP",
    wide: [rule("patch", "configmaps", { resourceNames: ["aws-auth"] })],
    steps: ["write-aws-auth", "create-pod"],
  },
  {
    title: "a class that copies into a Secret",
    rules: [rule("patch", "secretproviderclasses"), rule("get", "secrets")],
    objects: [{ ...CLASS, spec: { ...CLASS, provider: "aws", secretObjects: [] } }, SYNC_ROLE],
    steps: ["change-provider-class"],
  },
  {
    title: "the agent's DaemonSet",
    objects: granted([rule("patch", "daemonsets")], "kube-system"),
    steps: ["change-node-program"],
  },
  {
    title: "the node of a pod",
    objects: [...granted([rule("create", "pods")], "free"), namespaceOf("free")],
    steps: ["reach-host"],
  },
  {
    title: "the node of a pod, in a namespace that it relabels",
    objects: [
      ...granted([rule("create", "pods"), rule("patch", "namespaces")], "free"),
      namespaceOf("free", "restricted"),
    ],
    steps: ["reach-host"],
  },
  {
    title: "the node of a pod that claims a volume of the host",
    wide: [rule("create", "persistentvolumes")],
    objects: [
      ...granted([rule("create", "pods persistentvolumeclaims")], "free"),
      namespaceOf("free", "baseline"),
    ],
    steps: ["reach-host"],
  },
  {
    title: "an ExternalSecret of a store of one's own",
    objects: granted([rule("create", "secretstores externalsecrets"), GETS], "other"),
    documents: associatedIn("eso", "external-secrets"),
    steps: ["create-external-secret"],
  },
  {
    title: "an ExternalSecret",
    objects: [...granted([rule("create", "externalsecrets"), GETS], "other"), STORE],
    steps: ["create-external-secret"],
  },
  {
    title: "a pod of a service account that may create pods",
    objects: [
      ...granted([rule("create", "pods/exec")], "other"),
      ...granted([rule("create", "pods")], "orders", [
        { kind: "ServiceAccount", name: "builder", namespace: "other" },
      ]),
      pod("builder-1", "builder", "other"),
    ],
    steps: ["exec-in-pod", "create-pod"],
  },
];
