import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { QueryService } from "../../wire/messages/service";
import { createAccessKey, deleteAccessKey, listAccessKeys, updateAccessKey } from "./access-keys";
import { getAccountSummary } from "./account-summary";
import { attachPolicy, detachPolicy, listAttachedPolicies } from "./attached-policies";
import { getAccountAuthorizationDetails } from "./authorization-details";
import { deletePermissionsBoundary, putPermissionsBoundary } from "./boundaries";
import {
  addUserToGroup,
  createGroup,
  deleteGroup,
  getGroup,
  listGroups,
  listGroupsForUser,
  removeUserFromGroup,
} from "./groups";
import { forGroup, forRole, forUser } from "./identities";
import {
  deleteInlinePolicy,
  getInlinePolicy,
  listInlinePolicies,
  putInlinePolicy,
} from "./inline-policies";
import {
  addRoleToInstanceProfile,
  createInstanceProfile,
  deleteInstanceProfile,
  getInstanceProfile,
  listInstanceProfiles,
  listInstanceProfilesForRole,
  removeRoleFromInstanceProfile,
} from "./instance-profiles";
import {
  createPolicy,
  deletePolicy,
  getPolicy,
  listPolicies,
  listPolicyTags,
  tagPolicy,
  untagPolicy,
} from "./managed-policies";
import {
  createOpenIDConnectProvider,
  deleteOpenIDConnectProvider,
  getOpenIDConnectProvider,
  listOpenIDConnectProviders,
  tagOpenIDConnectProvider,
  untagOpenIDConnectProvider,
} from "./oidc-providers";
import { listEntitiesForPolicy } from "./policy-entities";
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from "./policy-versions";
import {
  createRole,
  deleteRole,
  getRole,
  listRoles,
  updateAssumeRolePolicy,
  updateRole,
  updateRoleDescription,
} from "./roles";
import {
  createServiceLinkedRole,
  deleteServiceLinkedRole,
  getServiceLinkedRoleDeletionStatus,
} from "./service-linked-roles";
import { simulatePrincipalPolicy } from "./simulation";
import { listIdentityTags, tagIdentity, untagIdentity } from "./tags";
import { createUser, deleteUser, getUser, listUsers } from "./users";

const OPERATIONS: OperationTable = {
  AddRoleToInstanceProfile: ["InstanceProfileName RoleName", addRoleToInstanceProfile],
  AddUserToGroup: ["GroupName UserName", addUserToGroup],
  AttachGroupPolicy: ["GroupName PolicyArn", forGroup(attachPolicy)],
  AttachRolePolicy: ["PolicyArn RoleName", forRole(attachPolicy)],
  AttachUserPolicy: ["PolicyArn UserName", forUser(attachPolicy)],
  CreateAccessKey: ["UserName", createAccessKey],
  CreateGroup: ["GroupName Path", createGroup],
  CreateInstanceProfile: ["InstanceProfileName Path Tags.Key Tags.Value", createInstanceProfile],
  CreateOpenIDConnectProvider: [
    "ClientIDList Tags.Key Tags.Value ThumbprintList Url",
    createOpenIDConnectProvider,
  ],
  CreatePolicy: ["Description Path PolicyDocument PolicyName Tags.Key Tags.Value", createPolicy],
  CreatePolicyVersion: ["PolicyArn PolicyDocument SetAsDefault", createPolicyVersion],
  CreateRole: [
    "AssumeRolePolicyDocument Description MaxSessionDuration Path PermissionsBoundary RoleName Tags.Key Tags.Value",
    createRole,
  ],
  CreateServiceLinkedRole: ["AWSServiceName Description", createServiceLinkedRole],
  CreateUser: ["Path PermissionsBoundary Tags.Key Tags.Value UserName", createUser],
  DeleteAccessKey: ["AccessKeyId UserName", deleteAccessKey],
  DeleteGroup: ["GroupName", deleteGroup],
  DeleteGroupPolicy: ["GroupName PolicyName", forGroup(deleteInlinePolicy)],
  DeleteInstanceProfile: ["InstanceProfileName", deleteInstanceProfile],
  DeleteOpenIDConnectProvider: ["OpenIDConnectProviderArn", deleteOpenIDConnectProvider],
  DeletePolicy: ["PolicyArn", deletePolicy],
  DeletePolicyVersion: ["PolicyArn VersionId", deletePolicyVersion],
  DeleteRole: ["RoleName", deleteRole],
  DeleteRolePermissionsBoundary: ["RoleName", forRole(deletePermissionsBoundary)],
  DeleteRolePolicy: ["PolicyName RoleName", forRole(deleteInlinePolicy)],
  DeleteServiceLinkedRole: ["RoleName", deleteServiceLinkedRole],
  DeleteUser: ["UserName", deleteUser],
  DeleteUserPermissionsBoundary: ["UserName", forUser(deletePermissionsBoundary)],
  DeleteUserPolicy: ["PolicyName UserName", forUser(deleteInlinePolicy)],
  DetachGroupPolicy: ["GroupName PolicyArn", forGroup(detachPolicy)],
  DetachRolePolicy: ["PolicyArn RoleName", forRole(detachPolicy)],
  DetachUserPolicy: ["PolicyArn UserName", forUser(detachPolicy)],
  GetAccountAuthorizationDetails: ["Filter Marker MaxItems", getAccountAuthorizationDetails],
  GetAccountSummary: ["", getAccountSummary],
  GetGroup: ["GroupName Marker MaxItems", getGroup],
  GetGroupPolicy: ["GroupName PolicyName", forGroup(getInlinePolicy)],
  GetInstanceProfile: ["InstanceProfileName", getInstanceProfile],
  GetOpenIDConnectProvider: ["OpenIDConnectProviderArn", getOpenIDConnectProvider],
  GetPolicy: ["PolicyArn", getPolicy],
  GetPolicyVersion: ["PolicyArn VersionId", getPolicyVersion],
  GetRole: ["RoleName", getRole],
  GetRolePolicy: ["PolicyName RoleName", forRole(getInlinePolicy)],
  GetServiceLinkedRoleDeletionStatus: ["DeletionTaskId", getServiceLinkedRoleDeletionStatus],
  GetUser: ["UserName", getUser],
  GetUserPolicy: ["PolicyName UserName", forUser(getInlinePolicy)],
  ListAccessKeys: ["Marker MaxItems UserName", listAccessKeys],
  ListAttachedGroupPolicies: [
    "GroupName Marker MaxItems PathPrefix",
    forGroup(listAttachedPolicies),
  ],
  ListAttachedRolePolicies: ["Marker MaxItems PathPrefix RoleName", forRole(listAttachedPolicies)],
  ListAttachedUserPolicies: ["Marker MaxItems PathPrefix UserName", forUser(listAttachedPolicies)],
  ListEntitiesForPolicy: [
    "EntityFilter Marker MaxItems PathPrefix PolicyArn PolicyUsageFilter",
    listEntitiesForPolicy,
  ],
  ListGroupPolicies: ["GroupName Marker MaxItems", forGroup(listInlinePolicies)],
  ListGroups: ["Marker MaxItems PathPrefix", listGroups],
  ListGroupsForUser: ["Marker MaxItems UserName", listGroupsForUser],
  ListInstanceProfiles: ["Marker MaxItems PathPrefix", listInstanceProfiles],
  ListInstanceProfilesForRole: ["Marker MaxItems RoleName", listInstanceProfilesForRole],
  ListOpenIDConnectProviders: ["", listOpenIDConnectProviders],
  ListPolicies: ["Marker MaxItems OnlyAttached PathPrefix PolicyUsageFilter Scope", listPolicies],
  ListPolicyTags: ["Marker MaxItems PolicyArn", listPolicyTags],
  ListPolicyVersions: ["Marker MaxItems PolicyArn", listPolicyVersions],
  ListRolePolicies: ["Marker MaxItems RoleName", forRole(listInlinePolicies)],
  ListRoleTags: ["Marker MaxItems RoleName", forRole(listIdentityTags)],
  ListRoles: ["Marker MaxItems PathPrefix", listRoles],
  ListUserPolicies: ["Marker MaxItems UserName", forUser(listInlinePolicies)],
  ListUserTags: ["Marker MaxItems UserName", forUser(listIdentityTags)],
  ListUsers: ["Marker MaxItems PathPrefix", listUsers],
  PutGroupPolicy: ["GroupName PolicyDocument PolicyName", forGroup(putInlinePolicy)],
  PutRolePermissionsBoundary: ["PermissionsBoundary RoleName", forRole(putPermissionsBoundary)],
  PutRolePolicy: ["PolicyDocument PolicyName RoleName", forRole(putInlinePolicy)],
  PutUserPermissionsBoundary: ["PermissionsBoundary UserName", forUser(putPermissionsBoundary)],
  PutUserPolicy: ["PolicyDocument PolicyName UserName", forUser(putInlinePolicy)],
  RemoveRoleFromInstanceProfile: ["InstanceProfileName RoleName", removeRoleFromInstanceProfile],
  RemoveUserFromGroup: ["GroupName UserName", removeUserFromGroup],
  SetDefaultPolicyVersion: ["PolicyArn VersionId", setDefaultPolicyVersion],
  SimulatePrincipalPolicy: [
    "ActionNames ContextEntries.ContextKeyName ContextEntries.ContextKeyType ContextEntries.ContextKeyValues Marker MaxItems PolicyInputList PolicySourceArn ResourceArns",
    simulatePrincipalPolicy,
  ],
  TagOpenIDConnectProvider: [
    "OpenIDConnectProviderArn Tags.Key Tags.Value",
    tagOpenIDConnectProvider,
  ],
  TagPolicy: ["PolicyArn Tags.Key Tags.Value", tagPolicy],
  TagRole: ["RoleName Tags.Key Tags.Value", forRole(tagIdentity)],
  TagUser: ["Tags.Key Tags.Value UserName", forUser(tagIdentity)],
  UntagOpenIDConnectProvider: ["OpenIDConnectProviderArn TagKeys", untagOpenIDConnectProvider],
  UntagPolicy: ["PolicyArn TagKeys", untagPolicy],
  UntagRole: ["RoleName TagKeys", forRole(untagIdentity)],
  UntagUser: ["TagKeys UserName", forUser(untagIdentity)],
  UpdateAccessKey: ["AccessKeyId Status UserName", updateAccessKey],
  UpdateAssumeRolePolicy: ["PolicyDocument RoleName", updateAssumeRolePolicy],
  UpdateRole: ["Description MaxSessionDuration RoleName", updateRole],
  UpdateRoleDescription: ["Description RoleName", updateRoleDescription],
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
