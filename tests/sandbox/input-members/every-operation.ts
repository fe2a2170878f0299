import { defaultSubnets, defaultVpcId } from "../../../sandbox/clusters/default-vpc";
import { policy } from "../secrets-support";
import { A, B, REGION } from "../support";
import { type Input, role, TRUST } from "./usual-members";

/** A call in the scene. Members that its input leaves out come from `USUAL`, if the operation honours them. */
export type Step = [
  service: string,
  operation: string,
  input?: Input | ((before: Answers) => Input),
];

/** The last answer of each operation. */
// biome-ignore lint/suspicious/noExplicitAny: answers of every operation, whose shapes the scene knows.
export type Answers = Record<string, any>;

type Given = Input | ((before: Answers) => Input);

/** `common` is added to the input of each step. */
const of = (
  service: string,
  steps: (string | [string, Given])[],
  common: (before: Answers) => Input = () => ({}),
) =>
  steps.flatMap((step): Step[] => {
    if (typeof step === "string") {
      return step.split(/\s+/).map((operation): Step => [service, operation, common]);
    }
    const [operation, own] = step;
    const input = (before: Answers) => ({
      ...common(before),
      ...(typeof own === "function" ? own(before) : own),
    });
    return [[service, operation, input]];
  });

/** Every operation that the sandbox offers, at least once, in an order in which all succeed. */
export const SCENE: Step[] = [
  ...of("iam", [
    "CreatePolicy CreatePolicyVersion CreateRole",
    ["CreateRole", { RoleName: "target", PermissionsBoundary: undefined }],
    ["CreateRole", { RoleName: "entry", PermissionsBoundary: undefined }],
    `CreateUser CreateGroup CreateOpenIDConnectProvider AddClientIDToOpenIDConnectProvider
    RemoveClientIDFromOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint ListOpenIDConnectProviderTags AddUserToGroup AttachGroupPolicy AttachRolePolicy
    AttachUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy PutRolePermissionsBoundary
    PutUserPermissionsBoundary CreateInstanceProfile AddRoleToInstanceProfile GetInstanceProfile
    ListInstanceProfiles TagOpenIDConnectProvider TagPolicy TagRole TagUser CreateAccessKey`,
    ["UpdateAccessKey", accessKey],
    ["UpdateAssumeRolePolicy", { PolicyDocument: TRUST }],
    ["SimulatePrincipalPolicy", { PolicySourceArn: role("r"), Marker: undefined }],
    ["SimulatePrincipalPolicy", { PolicySourceArn: role("r"), ActionNames: ["a:b", "a:c"] }],
    `ListEntitiesForPolicy GetAccountSummary RemoveRoleFromInstanceProfile DeleteInstanceProfile
    UpdateRole UpdateRoleDescription GetAccountAuthorizationDetails GetGroup GetGroupPolicy
    GetOpenIDConnectProvider GetPolicy GetPolicyVersion GetRole GetRolePolicy GetUser GetUserPolicy ListAccessKeys
    ListAttachedGroupPolicies ListAttachedRolePolicies ListAttachedUserPolicies ListGroupPolicies ListGroups
    ListGroupsForUser ListInstanceProfilesForRole ListOpenIDConnectProviders ListPolicies ListPolicyTags
    ListPolicyVersions ListRolePolicies ListRoleTags ListRoles ListUserPolicies ListUserTags ListUsers`,
  ]),
  ...of("sts", [
    "GetCallerIdentity AssumeRole GetSessionToken DecodeAuthorizationMessage",
    [
      "GetAccessKeyInfo",
      ({ CreateAccessKey }) => ({ AccessKeyId: CreateAccessKey.AccessKey.AccessKeyId }),
    ],
    "AssumeRoleWithWebIdentity",
  ]),
  ...of(
    "kms",
    [
      "CreateKey",
      ["CreateKey", { KeySpec: undefined, CustomerMasterKeySpec: "SYMMETRIC_DEFAULT" }],
      `CreateAlias UpdateAlias ListAliases DescribeKey ListKeys ListKeyPolicies GetKeyPolicy PutKeyPolicy
      UpdateKeyDescription TagResource ListResourceTags UntagResource EnableKeyRotation GetKeyRotationStatus
      RotateKeyOnDemand ListKeyRotations`,
      ["GenerateRandom", { NumberOfBytes: 8 }],
      "DisableKeyRotation DisableKey EnableKey ReplicateKey Encrypt",
      ["Decrypt", ciphertext],
      ["ReEncrypt", ciphertext],
      ["GenerateDataKey", { KeySpec: "AES_256" }],
      ["GenerateDataKey", { KeySpec: undefined, NumberOfBytes: 8 }],
      ["GenerateDataKeyWithoutPlaintext", { KeySpec: "AES_256" }],
      ["GenerateDataKeyWithoutPlaintext", { KeySpec: undefined, NumberOfBytes: 8 }],
      "CreateGrant",
      [
        "CreateGrant",
        (before) => ({
          GranteePrincipal: undefined,
          RetiringPrincipal: undefined,
          GranteeServicePrincipal: "eks.amazonaws.com",
          RetiringServicePrincipal: "eks.amazonaws.com",
          Constraints: { SourceArn: `arn:aws:eks:${REGION}:${A}:cluster/c` },
          GrantTokens: [before.CreateGrant.GrantToken],
        }),
      ],
      ["ListGrants", grantId],
      ["ListGrants", { GranteePrincipal: undefined, GranteeServicePrincipal: "eks.amazonaws.com" }],
      "ListRetirableGrants",
      [
        "ListRetirableGrants",
        { RetiringPrincipal: undefined, RetiringServicePrincipal: "eks.amazonaws.com" },
      ],
      ["RevokeGrant", grantId],
      "CreateGrant",
      ["RetireGrant", ({ CreateGrant: { GrantToken } }) => ({ GrantToken, KeyId: undefined })],
      "CreateGrant",
      ["RetireGrant", grantId],
      "DeleteAlias ScheduleKeyDeletion CancelKeyDeletion",
    ],
    onKey,
  ),
  ...of("secretsmanager", [
    "CreateSecret",
    ["CreateSecret", { Name: "bytes", SecretString: undefined, SecretBinary: "eA==" }],
    ["PutSecretValue", { ClientRequestToken: "2".repeat(32) }],
    [
      "PutSecretValue",
      { ClientRequestToken: "3".repeat(32), SecretString: undefined, SecretBinary: "eA==" },
    ],
    ["UpdateSecret", { ClientRequestToken: "4".repeat(32) }],
    [
      "UpdateSecret",
      { ClientRequestToken: "5".repeat(32), SecretString: undefined, SecretBinary: "eA==" },
    ],
    [
      "UpdateSecretVersionStage",
      { RemoveFromVersionId: "5".repeat(32), MoveToVersionId: "1".repeat(32) },
    ],
    ["GetSecretValue", { VersionId: "1".repeat(32) }],
    ["BatchGetSecretValue", { SecretIdList: undefined }],
    [
      "BatchGetSecretValue",
      { SecretIdList: ["s"], Filters: undefined, MaxResults: undefined, NextToken: undefined },
    ],
    `DescribeSecret ListSecrets ListSecretVersionIds GetRandomPassword PutResourcePolicy GetResourcePolicy
    ValidateResourcePolicy DeleteResourcePolicy TagResource UntagResource RotateSecret`,
    ["RotateSecret", { RotationRules: { ScheduleExpression: "rate(10 days)", Duration: "2h" } }],
    "CancelRotateSecret RemoveRegionsFromReplication ReplicateSecretToRegions RemoveRegionsFromReplication",
    "StopReplicationToReplica",
    ["DeleteSecret", { ForceDeleteWithoutRecovery: undefined, RecoveryWindowInDays: 7 }],
    "RestoreSecret DeleteSecret",
  ]),
  ...of("ssm", [
    "PutParameter",
    ["PutParameter", { Tags: undefined, Overwrite: true }],
    ["DescribeParameters", { Filters: undefined }],
    ["DescribeParameters", { ParameterFilters: undefined }],
    `GetParameter GetParameterHistory GetParameters GetParametersByPath GetResourcePolicies
    LabelParameterVersion UnlabelParameterVersion AddTagsToResource ListTagsForResource RemoveTagsFromResource DeleteParameters`,
    ["PutParameter", { Name: "/x/p" }],
    "DeleteParameter",
  ]),
  ...of("iam", ["CreateInstanceProfile AddRoleToInstanceProfile"]),
  ...of("ec2", [
    "RunInstances DescribeInstances",
    [
      "TerminateInstances",
      ({ RunInstances }) => ({ InstanceId: { 1: RunInstances.instancesSet[0].instanceId } }),
    ],
    "DescribeRegions CreateVpcEndpoint",
    ["DescribeVpcs", { VpcId: { 1: defaultVpcId(REGION) } }],
    ["DescribeSubnets", { SubnetId: { 1: defaultSubnets(REGION)[0]?.id } }],
    ...["DescribeVpcEndpoints", "ModifyVpcEndpoint", "DeleteVpcEndpoints"].map(onEndpoint),
  ]),
  ...of("lambda", ["CreateFunction ListFunctions UpdateFunctionCode Invoke DeleteFunction"]),
  ...of("codebuild", ["CreateProject ListProjects BatchGetProjects"]),
  ...of("eks", [
    "CreateCluster ListClusters DescribeCluster UpdateClusterConfig UpdateClusterVersion",
    describeUpdate("UpdateClusterVersion", {}),
    "TagResource ListTagsForResource UntagResource CreateNodegroup ListNodegroups DescribeNodegroup",
    [
      "UpdateNodegroupConfig",
      {
        labels: { addOrUpdateLabels: { c: "d" }, removeLabels: ["a"] },
        taints: {
          addOrUpdateTaints: [{ key: "k", value: "w", effect: "NO_SCHEDULE" }],
          removeTaints: [{ key: "k", value: "v", effect: "NO_SCHEDULE" }],
        },
      },
    ],
    "UpdateNodegroupVersion",
    describeUpdate("UpdateNodegroupVersion", { nodegroupName: "nodes" }),
    "CreateAddon ListAddons DescribeAddon",
    ["UpdateAddon", { podIdentityAssociations: [{ serviceAccount: "other", roleArn: role("r") }] }],
    describeUpdate("UpdateAddon", { addonName: "eks-pod-identity-agent" }),
    "DescribeClusterVersions",
    ["DescribeClusterVersions", { status: undefined, defaultOnly: "true" }],
    "DescribeAddonVersions CreatePodIdentityAssociation ListPodIdentityAssociations",
    ...["DescribePodIdentityAssociation", "UpdatePodIdentityAssociation"].map(onAssociation),
    onAssociation("DeletePodIdentityAssociation"),
    `CreateAccessEntry UpdateAccessEntry DescribeAccessEntry AssociateAccessPolicy ListAccessEntries
    ListAssociatedAccessPolicies DisassociateAccessPolicy DeleteAccessEntry DeleteAddon
    DeleteNodegroup`,
  ]),
  ...of("eks-auth", ["AssumeRoleForPodIdentity"]),
  ...of("eks", ["DeleteCluster"]),
  ...of("organizations", [
    "DescribeOrganization ListRoots",
    ["EnablePolicyType", ({ ListRoots }) => ({ RootId: ListRoots.Roots[0].Id })],
    "CreatePolicy ListPolicies",
    [
      "PutResourcePolicy",
      {
        Content: policy({
          Principal: { AWS: B },
          Action: "organizations:UpdatePolicy",
          Resource: "*",
        }),
      },
    ],
    "DescribeResourcePolicy",
    "RegisterDelegatedAdministrator ListDelegatedAdministrators ListDelegatedServicesForAccount",
    "EnableAWSServiceAccess ListAWSServiceAccessForOrganization",
    ...[
      "DescribePolicy UpdatePolicy TagResource ListTagsForResource UntagResource AttachPolicy",
      "ListTargetsForPolicy DetachPolicy DeletePolicy",
    ]
      .flatMap((all) => all.split(" "))
      .map((operation): [string, Given] => [
        operation,
        ({ CreatePolicy }) => {
          const { Id } = CreatePolicy.Policy.PolicySummary;
          return { PolicyId: Id, ResourceId: Id };
        },
      ]),
  ]),
  ...of("iam", [
    "CreateServiceLinkedRole",
    ["DeleteServiceLinkedRole", { RoleName: "AWSServiceRoleForAmazonEKS" }],
    [
      "GetServiceLinkedRoleDeletionStatus",
      ({ DeleteServiceLinkedRole }) => ({ DeletionTaskId: DeleteServiceLinkedRole.DeletionTaskId }),
    ],
    "UntagOpenIDConnectProvider UntagPolicy UntagRole UntagUser",
    ["DeleteAccessKey", accessKey],
    `DeleteOpenIDConnectProvider RemoveUserFromGroup DetachGroupPolicy DetachRolePolicy DetachUserPolicy
    RemoveRoleFromInstanceProfile DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy DeleteRolePermissionsBoundary
    DeleteUserPermissionsBoundary DeleteGroup DeleteRole DeleteUser SetDefaultPolicyVersion`,
    ["DeletePolicyVersion", { VersionId: "v2" }],
    "DeletePolicy",
  ]),
];

function accessKey({ CreateAccessKey }: Answers): Input {
  return { AccessKeyId: CreateAccessKey.AccessKey.AccessKeyId };
}

/** The key, under each member that names a key. */
function onKey({ CreateKey }: Answers): Input {
  const KeyId = CreateKey?.KeyMetadata.Arn;
  return { KeyId, TargetKeyId: KeyId, SourceKeyId: KeyId, DestinationKeyId: KeyId };
}

function grantId({ CreateGrant }: Answers): Input {
  return { GrantId: CreateGrant.GrantId };
}

function ciphertext({ Encrypt }: Answers): Input {
  return { CiphertextBlob: Encrypt.CiphertextBlob.toString("base64") };
}

function onEndpoint(operation: string): [string, (before: Answers) => Input] {
  return [
    operation,
    ({ CreateVpcEndpoint: { vpcEndpoint } }) => {
      const id = vpcEndpoint.vpcEndpointId;
      return { VpcEndpointId: operation === "ModifyVpcEndpoint" ? id : { 1: id } };
    },
  ];
}

function onAssociation(operation: string): [string, (before: Answers) => Input] {
  return [
    operation,
    ({ CreatePodIdentityAssociation: { association } }) => ({
      associationId: association.associationId,
    }),
  ];
}

/** Describes the update that an operation made. `changed` is what it changed beside the cluster. */
function describeUpdate(operation: string, changed: Input): [string, (before: Answers) => Input] {
  return [
    "DescribeUpdate",
    (before) => ({
      addonName: undefined,
      nodegroupName: undefined,
      ...changed,
      updateId: before[operation].update.id,
    }),
  ];
}
