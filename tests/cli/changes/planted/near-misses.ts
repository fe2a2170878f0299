import {
  ATTACKER,
  allow,
  type Case,
  CLUSTER,
  deny,
  FREE,
  granted,
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
export const NEAR_MISSES: Case[] = [
  { title: "a namespace without the reader's service account", objects: podsIn("other") },
  { title: "a Role whose binding is in no namespace of it", objects: podsIn("other"), rules: [] },
  {
    title: "pods that may be read alone",
    rules: [rule("get list watch", "pods pods/log deployments")],
  },
  {
    title: "a Deployment of another name",
    rules: [rule("patch", "deployments", { resourceNames: ["api"] })],
  },
  {
    title: "a program in a pod of another service account",
    rules: [rule("create", "pods/exec", { resourceNames: ["batch-1"] })],
  },
  {
    title: "a pod of a service account without an association",
    documents: (all) => ({ ...all, associations: [] }),
    rules: [rule("create", "pods")],
  },
  {
    title: "an access policy of another namespace",
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
    mode: "CONFIG_MAP",
    rules: [rule("create", "pods")],
  },
  {
    title: "aws-auth in a cluster that takes access entries alone",
    wide: [rule("patch", "configmaps")],
  },
  {
    title: "a token that nothing exchanges",
    rules: [rule("create", "serviceaccounts/token")],
  },
  {
    title: "a token of a service account without a pod",
    rules: [rule("create", "serviceaccounts/token")],
    without: ["Pod"],
    objects: [{ kind: "PodList", items: [] }],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity")],
  },
  {
    title: "a token, and EKS Auth of another cluster",
    rules: [rule("create", "serviceaccounts/token")],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity", `${CLUSTER}-2`)],
  },
  {
    title: "a binding without the verb bind",
    wide: [rule("create", "rolebindings clusterrolebindings")],
  },
  {
    title: "the verb bind without a binding",
    wide: [rule("bind", "clusterroles")],
  },
  { title: "a role that may be patched, without escalate", wide: [rule("patch", "clusterroles")] },
  {
    title: "the verb escalate on a role that is not one's own",
    wide: [rule("patch escalate", "clusterroles", { resourceNames: ["view"] })],
    objects: [object("ClusterRole", "view", { rules: [] })],
  },
  {
    title: "a group that is impersonated without a user",
    wide: [rule("impersonate", "groups")],
  },
  {
    title: "a controller of another name that is impersonated",
    wide: [rule("impersonate", "serviceaccounts", { resourceNames: ["batch"] })],
    objects: granted([rule("*", "*")], undefined, OPERATOR),
  },
  {
    title: "a Secret that holds no copy",
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
    rules: [rule("patch", "secretproviderclasses"), rule("get", "secrets")],
    objects: [object("SecretProviderClass", "web", { spec: { provider: "aws" } }, "orders")],
  },
  {
    title: "an ExternalSecret whose Secret cannot be read",
    objects: [
      ...granted([rule("create", "externalsecrets")], "other"),
      object("ClusterSecretStore", "aws", { spec: { provider: { aws: { role: READER } } } }),
    ],
  },
  {
    title: "a DaemonSet that is none of the driver, ASCP or the agent",
    objects: granted([rule("patch", "daemonsets")], "other"),
  },
  {
    title: "a pod in a namespace that enforces baseline",
    objects: [...podsIn("free"), namespaceOf("free", "baseline")],
  },
  {
    title: "an association of a role that trusts another service account alone",
    calls: [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", READER)],
    objects: podsIn("other"),
  },
  {
    title: "an association of a role that may be passed to Lambda alone",
    calls: [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", FREE, PASS_TO_LAMBDA)],
    objects: podsIn("other"),
  },
  {
    title: "an association in a cluster that lets one run no pod",
    calls: [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", FREE)],
  },
  {
    title: "an access policy that a Deny keeps to viewing",
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
    calls: [
      allow("eks:AssociateAccessPolicy", "*", {
        StringEquals: { "eks:accessScope": "namespace" },
        "ForAllValues:StringEquals": { "eks:namespaces": "other" },
      }),
    ],
  },
  {
    title: "a group of an access entry to which nothing is bound",
    calls: [allow("eks:UpdateAccessEntry")],
  },
  {
    title: "a group of Kubernetes itself, which no access entry takes",
    calls: [allow("eks:UpdateAccessEntry")],
    objects: granted([rule("*", "*")], undefined, [{ kind: "Group", name: "system:admins" }]),
  },
  {
    title: "a session on an instance that is no node",
    calls: [allow("ssm:StartSession", OTHERS)],
  },
  {
    title: "a node's user data without the right to start it",
    calls: [allow(["ec2:StopInstances", "ec2:ModifyInstanceAttribute"])],
  },
  {
    title: "an instance with a role that no node has",
    calls: [allow("ec2:RunInstances"), allow("iam:PassRole", FREE)],
  },
  {
    title: "the role of nodes, which nobody trusts but EC2",
    calls: [allow("sts:AssumeRole", NODE)],
  },
  {
    title: "a pod whose association gives no session",
    documents: (all) => ({
      ...all,
      associations: [
        { clusterArn: CLUSTER, namespace: "other", serviceAccount: "web", roleArn: READER },
      ],
    }),
    objects: [...podsIn("other"), pod("web-2", "web", "other")],
  },
];
