import {
  ATTACKER,
  allow,
  CLUSTER,
  deny,
  FREE,
  granted,
  type NearMiss,
  NODE,
  namespaceOf,
  object,
  pod,
  READER,
  rule,
  SECRET,
} from "./world";

const OTHERS = "arn:aws:ec2:eu-west-1:111111111111:instance/i-0fedcba9876543210";
const PASS_TO_LAMBDA = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
const OPERATOR = [{ kind: "ServiceAccount", name: "operator", namespace: "other" }];
const podsIn = (namespace: string) => granted([rule("create", "pods")], namespace);

/** What comes near to a way, and is none. */
export const NEAR_MISSES: NearMiss[] = [
  {
    title: "a namespace without the reader's service account",
    near: "create-pod",
    objects: podsIn("other"),
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
    title: "an access policy of another namespace",
    near: "associate-access-policy",
    entries: [
      {
        principalArn: ATTACKER,
        associatedAccessPolicies: [
          {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
            accessScope: { type: "namespace", namespaces: ["other"] },
          },
        ],
      },
    ],
  },
  {
    title: "an access policy that only views",
    near: "associate-access-policy",
    entries: [
      {
        principalArn: ATTACKER,
        associatedAccessPolicies: [
          {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
            accessScope: { type: "cluster" },
          },
        ],
      },
    ],
  },
  {
    title: "an access entry in a cluster that takes aws-auth alone",
    near: "change-authentication-mode",
    mode: "CONFIG_MAP",
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
    without: ["Pod"],
    objects: [{ kind: "PodList", items: [] }],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity")],
  },
  {
    title: "a token, and EKS Auth of another cluster",
    near: "assume-role-for-pod-identity",
    rules: [rule("create", "serviceaccounts/token")],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity", `${CLUSTER}-2`)],
  },
  {
    title: "a binding without the verb bind",
    near: "bind-role",
    wide: [rule("create", "rolebindings clusterrolebindings")],
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
    title: "an association of a role that trusts another service account alone",
    near: "create-pod-identity-association",
    calls: [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", READER)],
    objects: podsIn("other"),
  },
  {
    title: "an association of a role that may be passed to Lambda alone",
    near: "create-pod-identity-association",
    calls: [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", FREE, PASS_TO_LAMBDA)],
    objects: podsIn("other"),
  },
  {
    title: "an association in a cluster that lets one run no pod",
    near: "create-pod-identity-association",
    calls: [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", FREE)],
  },
  {
    title: "an access policy that a Deny keeps to viewing",
    near: "associate-access-policy",
    calls: [
      allow("eks:AssociateAccessPolicy"),
      deny("eks:AssociateAccessPolicy", "*", {
        ArnNotLike: {
          "eks:policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        },
      }),
    ],
  },
  {
    title: "an access policy of another namespace, by condition",
    near: "associate-access-policy",
    calls: [
      allow("eks:AssociateAccessPolicy", "*", {
        StringEquals: { "eks:accessScope": "namespace" },
        "ForAllValues:StringEquals": { "eks:namespaces": "other" },
      }),
    ],
  },
  {
    title: "a group of an access entry to which nothing is bound",
    near: "change-access-entry-groups",
    calls: [allow("eks:UpdateAccessEntry")],
  },
  {
    title: "a group of Kubernetes itself, which no access entry takes",
    near: "change-access-entry-groups",
    calls: [allow("eks:UpdateAccessEntry")],
    objects: granted([rule("*", "*")], undefined, [{ kind: "Group", name: "system:admins" }]),
  },
  {
    title: "a session on an instance that is no node",
    near: "run-command-on-node",
    calls: [allow("ssm:StartSession", OTHERS)],
  },
  {
    title: "a node's user data without the right to start it",
    near: "change-node-user-data",
    calls: [allow(["ec2:StopInstances", "ec2:ModifyInstanceAttribute"])],
  },
  {
    title: "an instance with a role that no node has",
    near: "add-node",
    calls: [allow("ec2:RunInstances"), allow("iam:PassRole", FREE)],
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
  {
    title: "an association turned to a role that may be passed to Lambda alone",
    near: "update-pod-identity-association",
    calls: [allow("eks:UpdatePodIdentityAssociation"), allow("iam:PassRole", FREE, PASS_TO_LAMBDA)],
    documents: (all) => ({
      ...all,
      associations: [
        { clusterArn: CLUSTER, namespace: "other", serviceAccount: "job", roleArn: NODE },
      ],
    }),
    objects: podsIn("other"),
  },
  {
    title: "an association that may be deleted, and not made anew",
    near: "replace-pod-identity-association",
    calls: [allow("eks:DeletePodIdentityAssociation"), allow("iam:PassRole", FREE)],
    objects: podsIn("other"),
  },
  {
    title: "an OIDC provider of another cluster",
    near: "associate-identity-provider",
    calls: [allow("eks:AssociateIdentityProviderConfig", `${CLUSTER}-2`)],
    objects: granted([rule("create", "pods")], "orders", [{ kind: "User", name: "ci" }]),
  },
  {
    title: "an add-on to which no role may be passed",
    near: "install-addon",
    calls: [allow("eks:CreateAddon", CLUSTER)],
    objects: podsIn("kube-system"),
  },
  {
    title: "a capability with a role that trusts pods alone",
    near: "create-capability",
    calls: [allow("eks:CreateCapability", CLUSTER), allow("iam:PassRole", FREE)],
  },
  {
    title: "a cluster made anew, without its associations",
    near: "recreate-cluster",
    calls: [allow(["eks:DeleteCluster", "eks:CreateCluster"], CLUSTER), allow("iam:PassRole")],
    entries: [],
  },
  {
    title: "a key of an instance that is no node",
    near: "connect-to-node",
    calls: [allow("ec2-instance-connect:SendSSHPublicKey", OTHERS)],
  },
  {
    title: "a version of a template that no node takes",
    near: "change-launch-template",
    calls: [allow("ec2:CreateLaunchTemplateVersion")],
  },
];
