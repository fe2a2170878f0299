import { BOTH, type Call, call, everyRole, podRole, tagCalls } from "./call";

const PROVIDER = "terraform-provider-aws, internal/service";
const EKS_GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide";
/** The component creates one security group for the control plane and one for nodes, with their rules. */
const COMPONENT = "pulumi-eks, nodejs/eks/cluster/cluster.ts";
const SECURITY_GROUPS = `${COMPONENT}; ${PROVIDER}/ec2/vpc_security_group.go`;
const RULES = `${COMPONENT}; ${PROVIDER}/ec2/vpc_security_group_rule.go`;

/** Calls for tags of anything in EKS. */
export const EKS_TAGS = tagCalls("eks:TagResource", "eks:UntagResource");

/** A condition that limits the roles of control plane and nodes to AWS's own policies. */
const ONLY_AWS = {
  ArnLike: {
    "iam:PolicyARN": ["AmazonEKS*", "AmazonEC2ContainerRegistryPullOnly"].map(
      (name) => `arn:*:iam::aws:policy/${name}`,
    ),
  },
};

/** Calls for clusters, and for what is installed in them. */
export const clusterCalls = {
  clusters: [
    call("eks:DescribeCluster", "reads the cluster", { by: BOTH }),
    call("eks:ListAddons", "finds agent and driver that are there", { by: ["up"] }),
  ],
  createdClusters: [
    call("eks:CreateCluster", "makes the cluster"),
    call("eks:TagResource", "gives it its Name"),
    call("eks:UpdateClusterConfig", "changes who reaches its API"),
    call("eks:UpdateClusterVersion", "upgrades it"),
    call("eks:DeleteCluster", "deletes it"),
    ...EKS_TAGS,
    call("eks:CreateNodegroup", "makes its nodes"),
    call("eks:ListNodegroups", "finds nodes that a killed run made", {
      by: ["up"],
      source: "eks-pod-secrets itself: only a run after a kill calls it",
    }),
    ...[
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeNetworkInterfaces",
    ].map((action) =>
      call(action, "reads the groups, and what still uses them", {
        anywhere: true,
        source: SECURITY_GROUPS,
      }),
    ),
    ...["ec2:DescribeVpcs", "ec2:DescribeSubnets"].map((action) =>
      call(action, "finds the network", { anywhere: true }),
    ),
  ],
  networks: [
    call("ec2:CreateSecurityGroup", "makes the cluster's security groups in its VPC", {
      source: SECURITY_GROUPS,
    }),
  ],
  securityGroups: [
    call("ec2:CreateSecurityGroup", "makes the cluster's security groups", {
      condition: {
        StringLike: { "aws:RequestTag/Name": ["*-eksClusterSecurityGroup", "*-nodeSecurityGroup"] },
      },
      source: SECURITY_GROUPS,
    }),
    call("ec2:CreateTags", "gives the groups their Names", {
      condition: { StringEquals: { "ec2:CreateAction": ["CreateSecurityGroup"] } },
      source: SECURITY_GROUPS,
    }),
    ...tagCalls("ec2:CreateTags", "ec2:DeleteTags", `${PROVIDER}/ec2/tags_gen.go`),
    ...[
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
      "ec2:RevokeSecurityGroupEgress",
    ].map((action) => call(action, "makes and deletes the groups' rules", { source: RULES })),
    call("ec2:DeleteSecurityGroup", "deletes the groups", { source: SECURITY_GROUPS }),
  ],
  nodeGroups: [
    call("eks:DescribeNodegroup", "reads the nodes"),
    call("eks:UpdateNodegroupConfig", "changes how many there are"),
    call("eks:UpdateNodegroupVersion", "upgrades them"),
    call("eks:DeleteNodegroup", "deletes them"),
    ...EKS_TAGS,
  ],
  clusterRoles: [
    ...everyRole,
    call("iam:ListRolePolicies", "reads which inline policies it has"),
    call("iam:PassRole", "hands it to EKS", {
      condition: { StringEquals: { "iam:PassedToService": ["eks.amazonaws.com"] } },
    }),
    call("iam:AttachRolePolicy", "gives it AWS's own policies", { condition: ONLY_AWS }),
    call("iam:DetachRolePolicy", "takes them away", { condition: ONLY_AWS }),
  ],
  tokenProviders: [
    call("iam:CreateOpenIDConnectProvider", "makes the OIDC provider of the cluster's tokens"),
    call("iam:GetOpenIDConnectProvider", "reads it, and finds one that a killed run made", {
      by: BOTH,
    }),
    call("iam:DeleteOpenIDConnectProvider", "deletes it"),
    ...tagCalls("iam:TagOpenIDConnectProvider", "iam:UntagOpenIDConnectProvider"),
    call("iam:ListOpenIDConnectProviders", "finds one that a killed run made", {
      anywhere: true,
      by: ["up"],
      source: "eks-pod-secrets itself: only a run after a kill calls it",
    }),
  ],
  serviceLinkedRoles: [
    call(
      "iam:CreateServiceLinkedRole",
      "lets EKS make its own role, in an account's first cluster",
      {
        condition: {
          StringEquals: {
            "iam:AWSServiceName": ["eks.amazonaws.com", "eks-nodegroup.amazonaws.com"],
          },
        },
        source: `${EKS_GUIDE}/using-service-linked-roles-eks.html`,
      },
    ),
  ],
  updatedClusters: [call("eks:DescribeUpdate", "waits for an update of cluster, nodes or add-ons")],
  clustersWithAddons: [
    call("eks:CreateAddon", "installs the add-on"),
    call("eks:DescribeAddonVersions", "finds the newest version", { anywhere: true }),
  ],
  addons: [
    call("eks:DescribeAddon", "reads the add-on"),
    call("eks:UpdateAddon", "changes it"),
    call("eks:DeleteAddon", "removes it"),
    ...EKS_TAGS,
  ],
} satisfies Record<string, Call[]>;

/** Calls for the roles and associations of pods. */
export const workloadCalls = {
  clustersLookedAt: [
    call("eks:DescribeCluster", "reads where the cluster's API is", { by: ["up"] }),
    call("eks:ListAddons", "finds agent and driver that are there", { by: ["up"] }),
  ],
  readerRoles: [
    ...podRole,
    call("iam:PassRole", "hands it to EKS for the reader's pods", {
      condition: { StringEquals: { "iam:PassedToService": ["pods.eks.amazonaws.com"] } },
    }),
  ],
  clustersWithReaders: [
    call("eks:CreatePodIdentityAssociation", "gives the reader's pods its role"),
    call("eks:ListPodIdentityAssociations", "finds associations that others made", { by: ["up"] }),
  ],
  associations: [
    call("eks:DescribePodIdentityAssociation", "reads which role the pods have"),
    call("eks:UpdatePodIdentityAssociation", "gives them another"),
    call("eks:DeletePodIdentityAssociation", "gives them none"),
    ...EKS_TAGS,
  ],
  readSecrets: [
    call("secretsmanager:DescribeSecret", "tells whether what pods mount has a value", {
      by: ["up"],
    }),
  ],
} satisfies Record<string, Call[]>;
