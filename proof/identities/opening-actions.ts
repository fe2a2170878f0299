import { KINDS } from "../changes/kinds";

/**
 * Calls of kinds of changes that change nothing by themselves: they are needed together with others, or create sessions that
 * policies meant to allow.
 */
const BESIDE = new Set([
  ...["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
  ...["sts:TagSession", "kms:CreateKey", "iam:CreatePolicy", "iam:DeleteRole"],
  "secretsmanager:RemoveRegionsFromReplication",
  ...["lambda:AddPermission", "lambda:CreateEventSourceMapping", "lambda:CreateFunction"],
  ...["lambda:InvokeFunction", "ec2:StartInstances", "ec2:StopInstances"],
  ...["ecs:CreateService", "ecs:RegisterTaskDefinition", "batch:RegisterJobDefinition"],
  ...["codebuild:CreateProject", "glue:CreateDevEndpoint", "glue:CreateJob", "glue:CreateTrigger"],
  ...["sagemaker:CreateNotebookInstance", "sagemaker:CreateProcessingJob"],
  ...["sagemaker:CreateTrainingJob", "cloudformation:CreateStack", "cloudformation:CreateStackSet"],
  ...["apprunner:CreateService", "bedrock-agentcore:CreateCodeInterpreter"],
  ...["bedrock-agentcore:StartCodeInterpreterSession", "datapipeline:ActivatePipeline"],
  ...["datapipeline:CreatePipeline", "states:CreateStateMachine", "states:StartExecution"],
  ...["elasticmapreduce:RunJobFlow", "sso:ProvisionPermissionSet"],
]);

/** Calls without a kind of change, or without one in this package. */
const OTHERS: Record<string, string[]> = {
  secretsmanager: ["RotateSecret"],
  // The claims assume that each of several related keys opens a value, wherever it is.
  kms: ["ReplicateKey", "UpdateAlias"],
  ssm: ["ResumeSession", "UpdateDocument"],
  ram: [
    ...["AssociateResourceSharePermission", "ReplacePermissionAssociations"],
    "UpdateResourceShare",
  ],
  iam: ["CreateUser", "EnableMFADevice", "UpdateUser"],
  rolesanywhere: [...["EnableProfile", "EnableTrustAnchor", "UpdateProfile", "UpdateTrustAnchor"]],
  sso: [
    "AttachCustomerManagedPolicyReferenceToPermissionSet",
    "DeleteInlinePolicyFromPermissionSet",
  ],
  identitystore: ["CreateGroupMembership"],
  "cognito-identity": ["UpdateIdentityPool"],
  eks: [
    ...["AccessKubernetesApi", "AssociateAccessPolicy", "CreateAccessEntry", "UpdateAccessEntry"],
    ...["AssociateIdentityProviderConfig", "UpdateClusterConfig"],
    ...["CreateAddon", "UpdateAddon", "CreateCapability", "UpdateCapability", "CreateCluster"],
    ...["CreateFargateProfile", "CreateNodegroup", "UpdateNodegroupVersion"],
    ...["CreatePodIdentityAssociation", "UpdatePodIdentityAssociation"],
  ],
  "eks-auth": ["AssumeRoleForPodIdentity"],
  ec2: ["CreateVpcEndpoint", "DeleteVpcEndpoints"],
};

/**
 * Calls with which somebody may change who reads, or become a reader, as IAM names them: those of the kinds of changes, and
 * others. Some need others: `iam:PassRole` needs a service that takes a role. AWS may have calls that the list lacks.
 */
export const OPENING_ACTIONS = [
  ...new Set([
    ...KINDS.flatMap(({ actions }) => actions).filter((action) => !BESIDE.has(action)),
    ...Object.entries(OTHERS).flatMap(([service, names]) =>
      names.map((name) => `${service}:${name}`),
    ),
  ]),
];
