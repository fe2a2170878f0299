/**
 * AWS managed policies that clusters and pods are given, as short documents of this sandbox's own: what they allow here
 * is what these services do here, not AWS's whole text.
 */
const STATEMENTS: Record<string, object[]> = {
  AdministratorAccess: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  PowerUserAccess: [
    {
      Effect: "Allow",
      NotAction: ["account:*", "iam:*", "organizations:*"],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: [
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "iam:ListRoles",
        "organizations:DescribeOrganization",
      ],
      Resource: "*",
    },
  ],
  ReadOnlyAccess: [
    {
      Effect: "Allow",
      Action: [
        "eks:Describe*",
        "eks:List*",
        "iam:Get*",
        "iam:List*",
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:List*",
        "ssm:Describe*",
        "ssm:Get*",
        "ssm:List*",
      ],
      Resource: "*",
    },
  ],
  SecretsManagerReadWrite: [
    {
      Effect: "Allow",
      Action: ["kms:DescribeKey", "kms:ListAliases", "kms:ListKeys", "secretsmanager:*"],
      Resource: "*",
    },
  ],
  AWSSecretsManagerClientReadOnlyAccess: [
    {
      Effect: "Allow",
      Action: [
        "secretsmanager:BatchGetSecretValue",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:ListSecrets",
      ],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" } },
    },
  ],
  AmazonEKSClusterPolicy: [
    {
      Effect: "Allow",
      Action: ["ec2:CreateTags", "ec2:Describe*", "elasticloadbalancing:*", "kms:DescribeKey"],
      Resource: "*",
    },
  ],
  AmazonEKSVPCResourceController: [
    { Effect: "Allow", Action: ["ec2:CreateNetworkInterfacePermission"], Resource: "*" },
  ],
  AmazonEKSWorkerNodePolicy: [
    {
      Effect: "Allow",
      Action: ["ec2:Describe*", "eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"],
      Resource: "*",
    },
  ],
  AmazonEKSWorkerNodeMinimalPolicy: [
    { Effect: "Allow", Action: ["eks-auth:AssumeRoleForPodIdentity"], Resource: "*" },
  ],
  AmazonEKS_CNI_Policy: [
    {
      Effect: "Allow",
      Action: ["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:Describe*"],
      Resource: "*",
    },
  ],
  AmazonEKSComputePolicy: [
    { Effect: "Allow", Action: ["ec2:CreateFleet", "ec2:RunInstances"], Resource: "*" },
  ],
  AmazonEKSBlockStoragePolicy: [
    { Effect: "Allow", Action: ["ec2:AttachVolume", "ec2:CreateVolume"], Resource: "*" },
  ],
  AmazonEKSLoadBalancingPolicy: [
    { Effect: "Allow", Action: ["elasticloadbalancing:*"], Resource: "*" },
  ],
  AmazonEKSNetworkingPolicy: [
    { Effect: "Allow", Action: ["ec2:CreateNetworkInterface"], Resource: "*" },
  ],
  AmazonEC2ContainerRegistryReadOnly: [
    {
      Effect: "Allow",
      Action: ["ecr:BatchGetImage", "ecr:Describe*", "ecr:Get*", "ecr:List*"],
      Resource: "*",
    },
  ],
  AmazonEC2ContainerRegistryPullOnly: [
    {
      Effect: "Allow",
      Action: ["ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"],
      Resource: "*",
    },
  ],
  AmazonSSMManagedInstanceCore: [
    { Effect: "Allow", Action: ["ssm:GetParameter", "ssm:GetParameters"], Resource: "*" },
  ],
};

const DOCUMENTS = new Map(
  Object.entries(STATEMENTS).map(([name, statements]) => [
    name,
    JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  ]),
);

/** Names of the AWS managed policies that the sandbox knows. */
export const AWS_MANAGED_POLICIES: readonly string[] = Object.keys(STATEMENTS);

/** JSON text of an AWS managed policy, or undefined where the ARN names none that the sandbox knows. */
export function managedPolicyDocument(arn: string): string | undefined {
  const match = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn);
  return match?.[1] === undefined ? undefined : DOCUMENTS.get(match[1]);
}
