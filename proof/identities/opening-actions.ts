/**
 * Calls by which somebody may change who reads, or become a reader, by their services. Some need others beside them: `iam:PassRole`
 * needs a service that takes a role. The list is kept by hand: AWS may have calls that it lacks.
 */
const CALLS: Record<string, string[]> = {
  secretsmanager: [
    "DeleteResourcePolicy",
    "PutResourcePolicy",
    "ReplicateSecretToRegions",
    "RestoreSecret",
    "RotateSecret",
    "StopReplicationToReplica",
    "TagResource",
    "UntagResource",
    "UpdateSecret",
  ],
  kms: [
    "CancelKeyDeletion",
    "CreateGrant",
    "EnableKey",
    "PutKeyPolicy",
    "ReplicateKey",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
  ],
  ssm: [
    ...["AddTagsToResource", "PutResourcePolicy", "RemoveTagsFromResource"],
    // Commands on instances, with the rights of their roles.
    ...["CreateAssociation", "ResumeSession", "SendCommand", "StartAutomationExecution"],
    ...["StartSession", "UpdateAssociation", "UpdateDocument"],
  ],
  ram: [
    "AssociateResourceShare",
    "AssociateResourceSharePermission",
    "CreateResourceShare",
    "ReplacePermissionAssociations",
    "UpdateResourceShare",
  ],
  iam: [
    ...["AddClientIDToOpenIDConnectProvider", "CreateOpenIDConnectProvider", "CreateSAMLProvider"],
    ...["UpdateOpenIDConnectProviderThumbprint", "UpdateSAMLProvider"],
    ...["AddRoleToInstanceProfile", "CreateRole", "PassRole", "UpdateAssumeRolePolicy"],
    ...["CreateAccessKey", "CreateLoginProfile", "CreateUser", "EnableMFADevice"],
    ...["UpdateLoginProfile", "UpdateUser"],
    ...["AddUserToGroup", "RemoveUserFromGroup"],
    ...["AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy"],
    ...["DetachGroupPolicy", "DetachRolePolicy", "DetachUserPolicy"],
    ...["PutGroupPolicy", "PutRolePolicy", "PutUserPolicy"],
    ...["DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy"],
    ...["CreatePolicyVersion", "SetDefaultPolicyVersion"],
    ...["DeleteRolePermissionsBoundary", "DeleteUserPermissionsBoundary"],
    ...["PutRolePermissionsBoundary", "PutUserPermissionsBoundary"],
    ...["TagRole", "TagUser", "UntagRole", "UntagUser"],
  ],
  rolesanywhere: [
    "CreateProfile",
    "CreateTrustAnchor",
    "EnableProfile",
    "EnableTrustAnchor",
    "UpdateProfile",
    "UpdateTrustAnchor",
  ],
  sso: [
    "AttachCustomerManagedPolicyReferenceToPermissionSet",
    "AttachManagedPolicyToPermissionSet",
    "CreateAccountAssignment",
    "DeleteInlinePolicyFromPermissionSet",
    "PutInlinePolicyToPermissionSet",
  ],
  identitystore: ["CreateGroupMembership"],
  "cognito-identity": ["SetIdentityPoolRoles", "UpdateIdentityPool"],
  organizations: [
    "DeletePolicy",
    "DetachPolicy",
    "DisablePolicyType",
    "LeaveOrganization",
    "MoveAccount",
    "RemoveAccountFromOrganization",
    "UpdatePolicy",
  ],
  eks: [
    ...["AccessKubernetesApi", "AssociateAccessPolicy", "CreateAccessEntry", "UpdateAccessEntry"],
    ...["AssociateIdentityProviderConfig", "UpdateClusterConfig"],
    ...["CreateAddon", "UpdateAddon", "CreateCapability", "UpdateCapability", "CreateCluster"],
    ...["CreateFargateProfile", "CreateNodegroup", "UpdateNodegroupVersion"],
    ...["CreatePodIdentityAssociation", "UpdatePodIdentityAssociation"],
  ],
  "eks-auth": ["AssumeRoleForPodIdentity"],
  // Machines, functions, builds and stacks that have a role already; a new one takes iam:PassRole.
  ec2: [
    ...["AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"],
    ...["CreateLaunchTemplateVersion", "ModifyInstanceAttribute", "ModifyLaunchTemplate"],
    ...["CreateVpcEndpoint", "DeleteVpcEndpoints", "ModifyVpcEndpoint", "RunInstances"],
  ],
  "ec2-instance-connect": ["SendSSHPublicKey", "SendSerialConsoleSSHPublicKey"],
  lambda: ["UpdateFunctionCode", "UpdateFunctionConfiguration"],
  codebuild: ["StartBuild", "StartBuildBatch", "UpdateProject"],
  cloudformation: [
    ...["CreateChangeSet", "CreateStackInstances", "ExecuteChangeSet"],
    ...["UpdateStack", "UpdateStackInstances", "UpdateStackSet"],
  ],
  ecs: ["ExecuteCommand", "RunTask", "StartTask", "UpdateService"],
  apprunner: ["UpdateService"],
  batch: ["SubmitJob"],
  "bedrock-agentcore": ["InvokeCodeInterpreter"],
  datapipeline: ["PutPipelineDefinition"],
  elasticmapreduce: ["AddJobFlowSteps"],
  glue: ["CreateSession", "RunStatement", "StartJobRun", "UpdateDevEndpoint", "UpdateJob"],
  sagemaker: [
    "CreatePresignedDomainUrl",
    "CreatePresignedNotebookInstanceUrl",
    "UpdateNotebookInstance",
    "UpdateNotebookInstanceLifecycleConfig",
  ],
  states: ["UpdateStateMachine"],
};

/** The calls, each with its service, as IAM names them. */
export const OPENING_ACTIONS = Object.entries(CALLS).flatMap(([service, names]) =>
  names.map((name) => `${service}:${name}`),
);
