import type { AccessDocuments } from "../../../../sdk/access";
import {
  ATTACKER,
  allow,
  awsAuth,
  CLUSTER,
  FREE,
  granted,
  INSTANCE_ARN,
  NODE,
  type Planted,
  rule,
  trust,
} from "./world";

const ASSOCIATION = "arn:aws:eks:eu-west-1:111111111111:podidentityassociation/main/*";
const ENTRY = "arn:aws:eks:eu-west-1:111111111111:access-entry/main/*";
const PASS = { StringEquals: { "iam:PassedToService": "pods.eks.amazonaws.com" } };
const podsOf = (namespace: string) => granted([rule("create", "pods")], namespace);

/** Ways that lead through EKS and nodes. */
export const WAYS: Planted[] = [
  {
    title: "an association of one's own",
    calls: [
      allow("eks:CreatePodIdentityAssociation", CLUSTER),
      allow("iam:PassRole", FREE, {
        StringEquals: { ...PASS.StringEquals, "iam:AssociatedResourceArn": CLUSTER },
      }),
    ],
    objects: podsOf("other"),
    steps: ["create-pod-identity-association", "create-pod"],
  },
  {
    title: "an association that is turned",
    calls: [
      allow("eks:UpdatePodIdentityAssociation", ASSOCIATION),
      allow("iam:PassRole", FREE, PASS),
    ],
    documents: (all) => ({
      ...all,
      associations: [
        { clusterArn: CLUSTER, namespace: "other", serviceAccount: "job", roleArn: NODE },
      ],
    }),
    objects: podsOf("other"),
    steps: ["update-pod-identity-association", "create-pod"],
  },
  {
    title: "an association without its session policy",
    calls: [allow("eks:UpdatePodIdentityAssociation", ASSOCIATION)],
    documents: (all) => ({
      ...all,
      associations: [
        {
          ...{ clusterArn: CLUSTER, namespace: "orders", serviceAccount: "web", roleArn: FREE },
          disableSessionTags: true,
          policy: { Version: "2012-10-17", Statement: [allow("s3:GetObject")] },
        },
      ],
    }),
    rules: [rule("create", "pods")],
    steps: ["update-pod-identity-association", "create-pod"],
  },
  {
    title: "an association that is made anew",
    calls: [
      allow(["eks:DeletePodIdentityAssociation", "eks:CreatePodIdentityAssociation"]),
      allow("iam:PassRole", FREE, PASS),
    ],
    documents: (all) => ({
      ...all,
      associations: [
        { clusterArn: CLUSTER, namespace: "other", serviceAccount: "default", roleArn: NODE },
      ],
    }),
    objects: podsOf("other"),
    steps: ["create-pod", "replace-pod-identity-association"],
  },
  {
    title: "an access entry with an access policy",
    calls: [allow(["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"])],
    entries: [],
    steps: ["associate-access-policy", "create-pod"],
  },
  {
    title: "an access policy of the namespace alone",
    calls: [
      allow("eks:AssociateAccessPolicy", ENTRY, {
        StringEquals: { "eks:accessScope": "namespace" },
        ArnLike: { "eks:policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy" },
      }),
    ],
    steps: ["associate-access-policy", "create-pod"],
  },
  {
    title: "a group of an access entry",
    calls: [allow("eks:UpdateAccessEntry", ENTRY)],
    objects: granted([rule("*", "*")], undefined, [{ kind: "Group", name: "admins" }]),
    steps: ["change-access-entry-groups", "create-pod"],
  },
  {
    title: "an access entry of a role that it becomes, as a condition demands",
    calls: [
      allow("eks:CreateAccessEntry", "*", { StringEquals: { "eks:principalArn": NODE } }),
      allow("eks:AssociateAccessPolicy"),
    ],
    entries: [],
    documents: trustedNode,
    steps: ["assume-role", "associate-access-policy", "create-pod"],
  },
  {
    title: "a group of the access entry of a role that it becomes",
    calls: [allow("eks:UpdateAccessEntry", ENTRY.replace("*", `role/111111111111/node/*`))],
    entries: [{ principalArn: NODE }],
    objects: granted([rule("*", "*")], undefined, [{ kind: "Group", name: "admins" }]),
    documents: trustedNode,
    steps: ["assume-role", "change-access-entry-groups", "create-pod"],
  },
  {
    title: "the user of an access entry",
    calls: [allow("eks:UpdateAccessEntry", ENTRY)],
    objects: granted([rule("create", "pods")], "orders", [{ kind: "User", name: "ci" }]),
    steps: ["change-access-entry-groups", "create-pod"],
  },
  {
    title: "another authentication mode",
    calls: [allow("eks:*")],
    mode: "CONFIG_MAP",
    steps: ["associate-access-policy", "change-authentication-mode", "create-pod"],
  },
  {
    title: "an OIDC provider",
    calls: [allow("eks:AssociateIdentityProviderConfig", CLUSTER)],
    objects: granted([rule("create", "pods")], "orders", [{ kind: "User", name: "ci" }]),
    steps: ["associate-identity-provider", "create-pod"],
  },
  {
    title: "an add-on's association",
    calls: [allow("eks:CreateAddon", CLUSTER), allow("iam:PassRole", FREE)],
    objects: podsOf("kube-system"),
    steps: ["create-pod", "install-addon"],
  },
  {
    title: "a capability",
    calls: [allow("eks:CreateCapability", CLUSTER), allow("iam:PassRole", FREE)],
    documents: (all) => ({
      ...all,
      roles: (all.roles ?? []).map((one) =>
        one.arn === FREE ? { ...one, trust: trust("capabilities.eks.amazonaws.com") } : one,
      ),
    }),
    steps: ["create-capability"],
  },
  {
    title: "a cluster that is made anew",
    calls: [
      allow(
        ["eks:DeleteCluster", "eks:CreateCluster", "eks:CreatePodIdentityAssociation"],
        CLUSTER,
      ),
      allow("iam:PassRole"),
    ],
    entries: [],
    documents: (all) => ({
      ...all,
      roles: (all.roles ?? []).filter(({ arn }) => arn !== FREE),
    }),
    steps: ["recreate-cluster"],
  },
  {
    title: "a session on a node",
    calls: [allow("ssm:StartSession", INSTANCE_ARN)],
    steps: ["run-command-on-node"],
  },
  {
    title: "a key of a node",
    calls: [allow("ec2-instance-connect:SendSSHPublicKey", INSTANCE_ARN)],
    steps: ["connect-to-node"],
  },
  {
    title: "a node's user data",
    calls: [allow(["ec2:StopInstances", "ec2:ModifyInstanceAttribute", "ec2:StartInstances"])],
    steps: ["change-node-user-data"],
  },
  {
    title: "the template of nodes",
    calls: [allow(["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"])],
    steps: ["change-launch-template"],
  },
  {
    title: "a node of one's own",
    calls: [allow("ec2:RunInstances"), allow("iam:PassRole", NODE)],
    steps: ["add-node"],
  },
  {
    title: "the role of a node",
    calls: [allow("sts:AssumeRole", NODE)],
    documents: trustedNode,
    steps: ["assume-role", "take-tokens-of-node"],
  },
  {
    title: "an association with a target role",
    calls: [allow("eks:CreatePodIdentityAssociation", CLUSTER), allow("iam:PassRole", NODE, PASS)],
    documents: (all) => ({
      ...all,
      roles: (all.roles ?? []).map((one) => {
        if (one.arn === FREE)
          return { ...one, trust: trusting(NODE, ["sts:AssumeRole", "sts:TagSession"]) };
        if (one.arn !== NODE) return one;
        const policies = [{ Version: "2012-10-17", Statement: [allow("sts:*", FREE)] }];
        return { ...one, policies, trust: trust("pods.eks.amazonaws.com") };
      }),
    }),
    objects: podsOf("other"),
    entries: [{ principalArn: ATTACKER, kubernetesGroups: ["team"] }],
    steps: ["create-pod-identity-association", "create-pod"],
  },
  {
    title: "an entry of aws-auth",
    mode: "CONFIG_MAP",
    entries: [],
    rules: [rule("create", "pods")],
    objects: [awsAuth(ATTACKER, "team")],
    steps: ["create-pod"],
  },
  {
    title: "a role that another trusts, and that enters the cluster",
    calls: [allow("sts:AssumeRole", FREE)],
    entries: [{ principalArn: FREE, kubernetesGroups: ["team"] }],
    rules: [rule("create", "pods")],
    documents: (all) => ({
      ...all,
      roles: (all.roles ?? []).map((one) =>
        one.arn === FREE ? { ...one, policies: [], trust: trusting(ATTACKER) } : one,
      ),
    }),
    steps: ["assume-role", "create-pod"],
  },
];

/** The node's role trusts the attacker. */
function trustedNode(all: AccessDocuments): AccessDocuments {
  const roles = (all.roles ?? []).map((one) =>
    one.arn === NODE ? { ...one, trust: trusting(ATTACKER) } : one,
  );
  return { ...all, roles };
}

function trusting(AWS: string, Action: string | string[] = "sts:AssumeRole") {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS }, Action }] };
}
