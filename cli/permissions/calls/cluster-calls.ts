import { BOTH, type Call, tagCalls } from "./call";
import { everyRole } from "./role-calls";

const PROVIDER = "terraform-provider-aws, internal/service";
const EKS_GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide";
/** The component makes a group for the control plane and one for nodes, with their rules. */
const COMPONENT = "pulumi-eks, nodejs/eks/cluster/cluster.ts";
const SECURITY_GROUPS = `${COMPONENT}; ${PROVIDER}/ec2/vpc_security_group.go`;
const RULES = `${COMPONENT}; ${PROVIDER}/ec2/vpc_security_group_rule.go`;

/** Calls of whatever EKS gives tags. */
export const EKS_TAGS = tagCalls("eks:TagResource", "eks:UntagResource");

/** What the roles of control plane and nodes get, and nothing that would make more of them. */
const ONLY_AWS = {
  ArnLike: {
    "iam:PolicyARN": ["AmazonEKS*", "AmazonEC2ContainerRegistryPullOnly"].map(
      (name) => `arn:*:iam::aws:policy/${name}`,
    ),
  },
};

/** Calls of clusters, and of what is installed in them. */
export const clusterCalls = {
  clusters: [
    { action: "eks:DescribeCluster", reason: "reads the cluster", by: BOTH },
    { action: "eks:ListAddons", reason: "finds agent and driver that are there", by: ["up"] },
  ],
  createdClusters: [
    { action: "eks:CreateCluster", reason: "makes the cluster" },
    { action: "eks:TagResource", reason: "gives it its Name" },
    { action: "eks:UpdateClusterConfig", reason: "changes who reaches its API" },
    { action: "eks:UpdateClusterVersion", reason: "upgrades it" },
    { action: "eks:DeleteCluster", reason: "deletes it" },
    ...EKS_TAGS,
    { action: "eks:CreateNodegroup", reason: "makes its nodes" },
    {
      action: "eks:ListNodegroups",
      reason: "finds nodes that a killed run made",
      by: ["up"],
      source: "eks-pod-secrets itself: only a run after a kill calls it",
    },
    {
      action: "ec2:CreateSecurityGroup",
      reason: "makes its security groups, in a VPC that may be another account's",
      anywhere: true,
      source: SECURITY_GROUPS,
    },
    ...[
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeNetworkInterfaces",
    ].map((action) => ({
      action,
      reason: "reads the groups, and what still uses them",
      anywhere: true as const,
      source: SECURITY_GROUPS,
    })),
    ...["ec2:DescribeVpcs", "ec2:DescribeSubnets"].map((action) => ({
      action,
      reason: "finds the network",
      anywhere: true as const,
      source: `${PROVIDER}/ec2: the data sources vpcs, subnets and subnet`,
    })),
  ],
  securityGroups: [
    {
      action: "ec2:CreateTags",
      reason: "gives the groups their Names",
      condition: { StringEquals: { "ec2:CreateAction": ["CreateSecurityGroup"] } },
      source: SECURITY_GROUPS,
    },
    ...tagCalls("ec2:CreateTags", "ec2:DeleteTags").map((call) => ({
      ...call,
      source: `${PROVIDER}/ec2/tags_gen.go`,
    })),
    ...["Authorize", "Revoke"].flatMap((verb) =>
      ["Ingress", "Egress"].map((direction) => ({
        action: `ec2:${verb}SecurityGroup${direction}`,
        reason: "makes and deletes the groups' rules",
        source: RULES,
      })),
    ),
    {
      action: "ec2:DeleteSecurityGroup",
      reason: "deletes the groups",
      source: SECURITY_GROUPS,
    },
  ],
  nodeGroups: [
    { action: "eks:DescribeNodegroup", reason: "reads the nodes" },
    { action: "eks:UpdateNodegroupConfig", reason: "changes how many there are" },
    { action: "eks:UpdateNodegroupVersion", reason: "upgrades them" },
    { action: "eks:DeleteNodegroup", reason: "deletes them" },
    ...EKS_TAGS,
  ],
  clusterRoles: [
    ...everyRole,
    { action: "iam:ListRolePolicies", reason: "reads which inline policies it has" },
    {
      action: "iam:PassRole",
      reason: "hands it to EKS",
      condition: { StringEquals: { "iam:PassedToService": ["eks.amazonaws.com"] } },
    },
    { action: "iam:AttachRolePolicy", reason: "gives it AWS's own policies", condition: ONLY_AWS },
    { action: "iam:DetachRolePolicy", reason: "takes them away", condition: ONLY_AWS },
  ],
  serviceLinkedRoles: [
    {
      action: "iam:CreateServiceLinkedRole",
      reason: "lets EKS make its own role, in an account's first cluster",
      condition: {
        StringEquals: {
          "iam:AWSServiceName": ["eks.amazonaws.com", "eks-nodegroup.amazonaws.com"],
        },
      },
      source: `${EKS_GUIDE}/using-service-linked-roles-eks.html`,
    },
  ],
  updatedClusters: [
    { action: "eks:DescribeUpdate", reason: "waits for an update of cluster, nodes or add-ons" },
  ],
  clustersWithAddons: [
    { action: "eks:CreateAddon", reason: "installs the add-on" },
    {
      action: "eks:DescribeAddonVersions",
      reason: "finds the newest version",
      anywhere: true,
    },
  ],
  addons: [
    { action: "eks:DescribeAddon", reason: "reads the add-on" },
    { action: "eks:UpdateAddon", reason: "changes it" },
    { action: "eks:DeleteAddon", reason: "removes it" },
    ...EKS_TAGS,
  ],
} satisfies Record<string, Call[]>;
