/** What a trial does beside its deployment, and by which actions of the account's profile. */
interface Need {
  why: string;
  actions: string[];
}

/** In the account whose pods read. */
const READER: Need[] = [
  {
    why: "get the credentials of pods, as a node does",
    actions: ["eks-auth:AssumeRoleForPodIdentity", "eks:DescribeCluster"],
  },
  {
    why: "make attempts as an administrator of the account",
    actions: [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:ListRolePolicies",
      "iam:PassRole",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UpdateAssumeRolePolicy",
      "eks:CreatePodIdentityAssociation",
      "eks:DeletePodIdentityAssociation",
      "eks:ListPodIdentityAssociations",
      "kms:Decrypt",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutResourcePolicy",
      "sts:AssumeRole",
      "sts:TagSession",
    ],
  },
];

/** In the account that owns the secret of the other. */
const OWNER: Need[] = [
  { why: "make a ciphertext that the reader tries to decrypt", actions: ["kms:Encrypt"] },
  {
    why: "make a parameter that the reader tries to read",
    actions: ["ssm:DeleteParameter", "ssm:PutParameter"],
  },
];

/** In both. */
const BOTH: Need[] = [
  {
    why: "put values, and find the secrets",
    actions: [
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ],
  },
  {
    why: "find by tag what is left, and remove it",
    actions: [
      "eks:DeleteAddon",
      "eks:DeleteCluster",
      "eks:DeleteNodegroup",
      "eks:DescribeAddon",
      "eks:DescribeNodegroup",
      "eks:ListAddons",
      "eks:ListClusters",
      "eks:ListNodegroups",
      "eks:ListPodIdentityAssociations",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:ListRoleTags",
      "iam:ListRoles",
      "kms:CancelKeyDeletion",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:ListAliases",
      "kms:ListKeys",
      "kms:ListResourceTags",
      "kms:ScheduleKeyDeletion",
      "secretsmanager:DeleteSecret",
      "secretsmanager:ListSecrets",
      "ssm:DescribeParameters",
    ],
  },
];

/** Which permissions a trial needs beside those of its deployment. */
export const NEEDS = [
  ...READER.map((need) => ({ where: "readers' account", ...need })),
  ...OWNER.map((need) => ({ where: "owner's account", ...need })),
  ...BOTH.map((need) => ({ where: "both accounts", ...need })),
];

/** The same for people. */
export function permissionsText(): string {
  return [
    "It needs in both accounts what deployments, prove --live and revoke need. Besides:",
    ...NEEDS.map(({ actions, where, why }) => `  ${where}, to ${why}: ${actions.join(", ")}`),
    "  Kubernetes: get, list, create and delete of namespaces and pods, create of service accounts and their tokens",
    "  to say prices: pricing:GetProducts in the readers' account; else they are not known",
  ].join("\n");
}
