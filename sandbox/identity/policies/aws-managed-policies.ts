const allow = (Action: string | string[]) => ({ Effect: "Allow", Action, Resource: "*" });

/** AWS managed policies of clusters and pods, as short documents that allow what these services do here. */
const STATEMENTS: Record<string, object[]> = {
  AdministratorAccess: [allow("*")],
  PowerUserAccess: [
    { Effect: "Allow", NotAction: ["account:*", "iam:*", "organizations:*"], Resource: "*" },
    allow([
      "iam:CreateServiceLinkedRole",
      "iam:DeleteServiceLinkedRole",
      "iam:ListRoles",
      "organizations:DescribeOrganization",
    ]),
  ],
  ReadOnlyAccess: [
    allow([
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
    ]),
  ],
  SecretsManagerReadWrite: [
    allow(["kms:DescribeKey", "kms:ListAliases", "kms:ListKeys", "secretsmanager:*"]),
  ],
  AWSSecretsManagerClientReadOnlyAccess: [
    allow([
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:ListSecrets",
    ]),
    {
      ...allow("kms:Decrypt"),
      Condition: { StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" } },
    },
  ],
  AmazonEKSClusterPolicy: [
    allow(["ec2:CreateTags", "ec2:Describe*", "elasticloadbalancing:*", "kms:DescribeKey"]),
  ],
  AmazonEKSVPCResourceController: [allow(["ec2:CreateNetworkInterfacePermission"])],
  AmazonEKSWorkerNodePolicy: [
    allow(["ec2:Describe*", "eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"]),
  ],
  AmazonEKSWorkerNodeMinimalPolicy: [allow(["eks-auth:AssumeRoleForPodIdentity"])],
  AmazonEKS_CNI_Policy: [
    allow(["ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:Describe*"]),
  ],
  AmazonEKSComputePolicy: [allow(["ec2:CreateFleet", "ec2:RunInstances"])],
  AmazonEKSBlockStoragePolicy: [allow(["ec2:AttachVolume", "ec2:CreateVolume"])],
  AmazonEKSLoadBalancingPolicy: [allow(["elasticloadbalancing:*"])],
  AmazonEKSNetworkingPolicy: [allow(["ec2:CreateNetworkInterface"])],
  AmazonEC2ContainerRegistryReadOnly: [
    allow(["ecr:BatchGetImage", "ecr:Describe*", "ecr:Get*", "ecr:List*"]),
  ],
  AmazonEC2ContainerRegistryPullOnly: [
    allow(["ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"]),
  ],
  AmazonSSMManagedInstanceCore: [allow(["ssm:GetParameter", "ssm:GetParameters"])],
};

const DOCUMENTS = new Map(
  Object.entries(STATEMENTS).map(([name, statements]) => [
    name,
    JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  ]),
);

export const AWS_MANAGED_POLICIES: readonly string[] = Object.keys(STATEMENTS);

/** JSON text of an AWS managed policy. Undefined if the sandbox does not know the ARN. */
export function managedPolicyDocument(arn: string): string | undefined {
  const match = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn);
  return match?.[1] === undefined ? undefined : DOCUMENTS.get(match[1]);
}
