import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { QueryService } from "../../wire/messages/service";
import * as accessKeys from "./access-keys";
import { getAccountSummary } from "./account-summary";
import * as attached from "./attached-policies";
import { getAccountAuthorizationDetails } from "./authorization-details";
import * as boundaries from "./boundaries";
import * as groups from "./groups";
import { forGroup, forRole, forUser } from "./identities";
import * as inline from "./inline-policies";
import * as instanceProfiles from "./instance-profiles";
import * as policies from "./managed-policies";
import * as oidcProviders from "./oidc-providers";
import { listEntitiesForPolicy } from "./policy-entities";
import * as versions from "./policy-versions";
import * as roles from "./roles";
import * as serviceLinked from "./service-linked-roles";
import { simulatePrincipalPolicy } from "./simulation";
import * as tags from "./tags";
import * as users from "./users";

const OPERATIONS: OperationTable = {
  AddRoleToInstanceProfile: [
    "InstanceProfileName RoleName",
    instanceProfiles.addRoleToInstanceProfile,
  ],
  AddUserToGroup: ["GroupName UserName", groups.addUserToGroup],
  AttachGroupPolicy: ["GroupName PolicyArn", forGroup(attached.attachPolicy)],
  AttachRolePolicy: ["PolicyArn RoleName", forRole(attached.attachPolicy)],
  AttachUserPolicy: ["PolicyArn UserName", forUser(attached.attachPolicy)],
  CreateAccessKey: ["UserName", accessKeys.createAccessKey],
  CreateGroup: ["GroupName Path", groups.createGroup],
  CreateInstanceProfile: [
    "InstanceProfileName Path Tags.Key Tags.Value",
    instanceProfiles.createInstanceProfile,
  ],
  CreateOpenIDConnectProvider: [
    "ClientIDList Tags.Key Tags.Value ThumbprintList Url",
    oidcProviders.createOpenIDConnectProvider,
  ],
  CreatePolicy: [
    "Description Path PolicyDocument PolicyName Tags.Key Tags.Value",
    policies.createPolicy,
  ],
  CreatePolicyVersion: ["PolicyArn PolicyDocument SetAsDefault", versions.createPolicyVersion],
  CreateRole: [
    "AssumeRolePolicyDocument Description MaxSessionDuration Path PermissionsBoundary RoleName Tags.Key Tags.Value",
    roles.createRole,
  ],
  CreateServiceLinkedRole: ["AWSServiceName Description", serviceLinked.createServiceLinkedRole],
  CreateUser: ["Path PermissionsBoundary Tags.Key Tags.Value UserName", users.createUser],
  DeleteAccessKey: ["AccessKeyId UserName", accessKeys.deleteAccessKey],
  DeleteGroup: ["GroupName", groups.deleteGroup],
  DeleteGroupPolicy: ["GroupName PolicyName", forGroup(inline.deleteInlinePolicy)],
  DeleteInstanceProfile: ["InstanceProfileName", instanceProfiles.deleteInstanceProfile],
  DeleteOpenIDConnectProvider: [
    "OpenIDConnectProviderArn",
    oidcProviders.deleteOpenIDConnectProvider,
  ],
  DeletePolicy: ["PolicyArn", policies.deletePolicy],
  DeletePolicyVersion: ["PolicyArn VersionId", versions.deletePolicyVersion],
  DeleteRole: ["RoleName", roles.deleteRole],
  DeleteRolePermissionsBoundary: ["RoleName", forRole(boundaries.deletePermissionsBoundary)],
  DeleteRolePolicy: ["PolicyName RoleName", forRole(inline.deleteInlinePolicy)],
  DeleteServiceLinkedRole: ["RoleName", serviceLinked.deleteServiceLinkedRole],
  DeleteUser: ["UserName", users.deleteUser],
  DeleteUserPermissionsBoundary: ["UserName", forUser(boundaries.deletePermissionsBoundary)],
  DeleteUserPolicy: ["PolicyName UserName", forUser(inline.deleteInlinePolicy)],
  DetachGroupPolicy: ["GroupName PolicyArn", forGroup(attached.detachPolicy)],
  DetachRolePolicy: ["PolicyArn RoleName", forRole(attached.detachPolicy)],
  DetachUserPolicy: ["PolicyArn UserName", forUser(attached.detachPolicy)],
  GetAccountAuthorizationDetails: ["Filter Marker MaxItems", getAccountAuthorizationDetails],
  GetAccountSummary: ["", getAccountSummary],
  GetGroup: ["GroupName Marker MaxItems", groups.getGroup],
  GetGroupPolicy: ["GroupName PolicyName", forGroup(inline.getInlinePolicy)],
  GetInstanceProfile: ["InstanceProfileName", instanceProfiles.getInstanceProfile],
  GetOpenIDConnectProvider: ["OpenIDConnectProviderArn", oidcProviders.getOpenIDConnectProvider],
  GetPolicy: ["PolicyArn", policies.getPolicy],
  GetPolicyVersion: ["PolicyArn VersionId", versions.getPolicyVersion],
  GetRole: ["RoleName", roles.getRole],
  GetRolePolicy: ["PolicyName RoleName", forRole(inline.getInlinePolicy)],
  GetServiceLinkedRoleDeletionStatus: [
    "DeletionTaskId",
    serviceLinked.getServiceLinkedRoleDeletionStatus,
  ],
  GetUser: ["UserName", users.getUser],
  GetUserPolicy: ["PolicyName UserName", forUser(inline.getInlinePolicy)],
  ListAccessKeys: ["Marker MaxItems UserName", accessKeys.listAccessKeys],
  ListAttachedGroupPolicies: [
    "GroupName Marker MaxItems PathPrefix",
    forGroup(attached.listAttachedPolicies),
  ],
  ListAttachedRolePolicies: [
    "Marker MaxItems PathPrefix RoleName",
    forRole(attached.listAttachedPolicies),
  ],
  ListAttachedUserPolicies: [
    "Marker MaxItems PathPrefix UserName",
    forUser(attached.listAttachedPolicies),
  ],
  ListEntitiesForPolicy: [
    "EntityFilter Marker MaxItems PathPrefix PolicyArn PolicyUsageFilter",
    listEntitiesForPolicy,
  ],
  ListGroupPolicies: ["GroupName Marker MaxItems", forGroup(inline.listInlinePolicies)],
  ListGroups: ["Marker MaxItems PathPrefix", groups.listGroups],
  ListGroupsForUser: ["Marker MaxItems UserName", groups.listGroupsForUser],
  ListInstanceProfiles: ["Marker MaxItems PathPrefix", instanceProfiles.listInstanceProfiles],
  ListInstanceProfilesForRole: [
    "Marker MaxItems RoleName",
    instanceProfiles.listInstanceProfilesForRole,
  ],
  ListOpenIDConnectProviders: ["", oidcProviders.listOpenIDConnectProviders],
  ListPolicies: [
    "Marker MaxItems OnlyAttached PathPrefix PolicyUsageFilter Scope",
    policies.listPolicies,
  ],
  ListPolicyTags: ["Marker MaxItems PolicyArn", policies.listPolicyTags],
  ListPolicyVersions: ["Marker MaxItems PolicyArn", versions.listPolicyVersions],
  ListRolePolicies: ["Marker MaxItems RoleName", forRole(inline.listInlinePolicies)],
  ListRoleTags: ["Marker MaxItems RoleName", forRole(tags.listIdentityTags)],
  ListRoles: ["Marker MaxItems PathPrefix", roles.listRoles],
  ListUserPolicies: ["Marker MaxItems UserName", forUser(inline.listInlinePolicies)],
  ListUserTags: ["Marker MaxItems UserName", forUser(tags.listIdentityTags)],
  ListUsers: ["Marker MaxItems PathPrefix", users.listUsers],
  PutGroupPolicy: ["GroupName PolicyDocument PolicyName", forGroup(inline.putInlinePolicy)],
  PutRolePermissionsBoundary: [
    "PermissionsBoundary RoleName",
    forRole(boundaries.putPermissionsBoundary),
  ],
  PutRolePolicy: ["PolicyDocument PolicyName RoleName", forRole(inline.putInlinePolicy)],
  PutUserPermissionsBoundary: [
    "PermissionsBoundary UserName",
    forUser(boundaries.putPermissionsBoundary),
  ],
  PutUserPolicy: ["PolicyDocument PolicyName UserName", forUser(inline.putInlinePolicy)],
  RemoveRoleFromInstanceProfile: [
    "InstanceProfileName RoleName",
    instanceProfiles.removeRoleFromInstanceProfile,
  ],
  RemoveUserFromGroup: ["GroupName UserName", groups.removeUserFromGroup],
  SetDefaultPolicyVersion: ["PolicyArn VersionId", versions.setDefaultPolicyVersion],
  SimulatePrincipalPolicy: [
    "ActionNames ContextEntries.ContextKeyName ContextEntries.ContextKeyType ContextEntries.ContextKeyValues Marker MaxItems PolicyInputList PolicySourceArn ResourceArns",
    simulatePrincipalPolicy,
  ],
  TagOpenIDConnectProvider: [
    "OpenIDConnectProviderArn Tags.Key Tags.Value",
    oidcProviders.tagOpenIDConnectProvider,
  ],
  TagPolicy: ["PolicyArn Tags.Key Tags.Value", policies.tagPolicy],
  TagRole: ["RoleName Tags.Key Tags.Value", forRole(tags.tagIdentity)],
  TagUser: ["Tags.Key Tags.Value UserName", forUser(tags.tagIdentity)],
  UntagOpenIDConnectProvider: [
    "OpenIDConnectProviderArn TagKeys",
    oidcProviders.untagOpenIDConnectProvider,
  ],
  UntagPolicy: ["PolicyArn TagKeys", policies.untagPolicy],
  UntagRole: ["RoleName TagKeys", forRole(tags.untagIdentity)],
  UntagUser: ["TagKeys UserName", forUser(tags.untagIdentity)],
  UpdateAccessKey: ["AccessKeyId Status UserName", accessKeys.updateAccessKey],
  UpdateAssumeRolePolicy: ["PolicyDocument RoleName", roles.updateAssumeRolePolicy],
  UpdateRole: ["Description MaxSessionDuration RoleName", roles.updateRole],
  UpdateRoleDescription: ["Description RoleName", roles.updateRoleDescription],
};

/** AWS Identity and Access Management. */
export function createIam(platform: Platform): QueryService {
  const service = {
    protocol: "query",
    signingName: "iam",
    unsupported: "InvalidInput",
    version: "2010-05-08",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS) };
}
