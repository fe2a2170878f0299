import {
  ATTACKER,
  allow,
  awsAuth,
  CLUSTER,
  deny,
  FREE,
  granted,
  type NearMiss,
  NODE,
  READER,
  rule,
} from "../world";

const OTHERS = "arn:aws:ec2:eu-west-1:111111111111:instance/i-0fedcba9876543210";
const PASS_TO_LAMBDA = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
const podsIn = (namespace: string) => granted([rule("create", "pods")], namespace);

/** Cases that almost are a way through EKS and nodes. */
export const NEAR_IN_EKS: NearMiss[] = [
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
    title: "an entry of aws-auth in a cluster that takes access entries alone",
    near: "write-aws-auth",
    entries: [],
    rules: [rule("create", "pods")],
    objects: [awsAuth(ATTACKER, "team")],
  },
  {
    title: "a token, and EKS Auth of another cluster",
    near: "assume-role-for-pod-identity",
    rules: [rule("create", "serviceaccounts/token")],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity", `${CLUSTER}-2`)],
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
        ArnLike: { "eks:policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy" },
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
    title: "an access entry of a role that it cannot become",
    near: "associate-access-policy",
    calls: [
      allow(["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"], "*", {
        StringEquals: { "eks:principalArn": FREE },
      }),
    ],
  },
  {
    title: "a user of Kubernetes itself, whose name no access entry takes",
    near: "change-access-entry-groups",
    calls: [allow("eks:UpdateAccessEntry")],
    objects: granted([rule("*", "*")], undefined, [{ kind: "User", name: "system:admin" }]),
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
    title: "another version of a template as the default one",
    near: "change-launch-template",
    calls: [allow("ec2:ModifyLaunchTemplate")],
  },
];
