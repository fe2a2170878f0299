import { TRUST } from "../input-members/usual-members";
import { A } from "../support";

const ROLE = `arn:aws:iam::${A}:role/a`;

/** Makes one of each, named as most random inputs name things. */
export const FIRST: [service: string, operation: string, input: Record<string, unknown>][] = [
  ["iam", "CreateRole", { RoleName: "a", AssumeRolePolicyDocument: TRUST }],
  ["iam", "UpdateAssumeRolePolicy", { RoleName: "a", PolicyDocument: TRUST }],
  ["iam", "CreateUser", { UserName: "a" }],
  ["iam", "CreateGroup", { GroupName: "a" }],
  ["kms", "CreateKey", { MultiRegion: true }],
  ["kms", "CreateAlias", { AliasName: "alias/a", TargetKeyId: "KeyId" }],
  ["kms", "UpdateAlias", { AliasName: "alias/a", TargetKeyId: "KeyId" }],
  ["secretsmanager", "RestoreSecret", { SecretId: "a" }],
  ["secretsmanager", "CreateSecret", { Name: "a", SecretString: "value" }],
  ["ssm", "PutParameter", { Name: "a", Value: "value", Type: "SecureString", Overwrite: true }],
  ["ssm", "PutParameter", { Name: "/x/p", Value: "value", Type: "String", Overwrite: true }],
  [
    "eks",
    "CreateCluster",
    { name: "a", roleArn: ROLE, resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] } },
  ],
  [
    "eks",
    "CreateNodegroup",
    { clusterName: "a", nodegroupName: "a", nodeRole: ROLE, subnets: ["subnet-1"] },
  ],
  ["eks", "CreateAddon", { clusterName: "a", addonName: "eks-pod-identity-agent" }],
  ["eks", "CreateAccessEntry", { clusterName: "a", principalArn: ROLE }],
  [
    "eks",
    "CreatePodIdentityAssociation",
    { clusterName: "a", namespace: "a", serviceAccount: "a", roleArn: ROLE },
  ],
];
