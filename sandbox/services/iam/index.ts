import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { QueryService } from "../../wire/messages";
import * as account from "./account";
import * as groups from "./groups";
import { forEachKind } from "./identities";
import * as identityPolicies from "./identity-policies";
import * as instanceProfiles from "./instance-profiles";
import * as policies from "./managed-policies";
import * as oidcProviders from "./oidc-providers";
import * as versions from "./policy-versions";
import * as roles from "./roles";
import * as simulation from "./simulation";
import * as tags from "./tags";
import * as users from "./users";

const OPERATIONS = {
  AddClientIDToOpenIDConnectProvider: "ClientID OpenIDConnectProviderArn",
  AddRoleToInstanceProfile: "InstanceProfileName RoleName",
  AddUserToGroup: "GroupName UserName",
  AttachGroupPolicy: "GroupName PolicyArn",
  AttachRolePolicy: "PolicyArn RoleName",
  AttachUserPolicy: "PolicyArn UserName",
  CreateAccessKey: "UserName",
  CreateGroup: "GroupName Path",
  CreateInstanceProfile: "InstanceProfileName Path Tags.Key Tags.Value",
  CreateOpenIDConnectProvider: "ClientIDList Tags.Key Tags.Value ThumbprintList Url",
  CreatePolicy: "Description Path PolicyDocument PolicyName Tags.Key Tags.Value",
  CreatePolicyVersion: "PolicyArn PolicyDocument SetAsDefault",
  CreateRole:
    "AssumeRolePolicyDocument Description MaxSessionDuration Path PermissionsBoundary RoleName Tags.Key Tags.Value",
  CreateServiceLinkedRole: "AWSServiceName Description",
  CreateUser: "Path PermissionsBoundary Tags.Key Tags.Value UserName",
  DeleteAccessKey: "AccessKeyId UserName",
  DeleteGroup: "GroupName",
  DeleteGroupPolicy: "GroupName PolicyName",
  DeleteInstanceProfile: "InstanceProfileName",
  DeleteOpenIDConnectProvider: "OpenIDConnectProviderArn",
  DeletePolicy: "PolicyArn",
  DeletePolicyVersion: "PolicyArn VersionId",
  DeleteRole: "RoleName",
  DeleteRolePermissionsBoundary: "RoleName",
  DeleteRolePolicy: "PolicyName RoleName",
  DeleteServiceLinkedRole: "RoleName",
  DeleteUser: "UserName",
  DeleteUserPermissionsBoundary: "UserName",
  DeleteUserPolicy: "PolicyName UserName",
  DetachGroupPolicy: "GroupName PolicyArn",
  DetachRolePolicy: "PolicyArn RoleName",
  DetachUserPolicy: "PolicyArn UserName",
  GetAccountAuthorizationDetails: "Filter Marker MaxItems",
  GetAccountSummary: "",
  GetGroup: "GroupName Marker MaxItems",
  GetGroupPolicy: "GroupName PolicyName",
  GetInstanceProfile: "InstanceProfileName",
  GetOpenIDConnectProvider: "OpenIDConnectProviderArn",
  GetPolicy: "PolicyArn",
  GetPolicyVersion: "PolicyArn VersionId",
  GetRole: "RoleName",
  GetRolePolicy: "PolicyName RoleName",
  GetServiceLinkedRoleDeletionStatus: "DeletionTaskId",
  GetUser: "UserName",
  GetUserPolicy: "PolicyName UserName",
  ListAccessKeys: "Marker MaxItems UserName",
  ListAttachedGroupPolicies: "GroupName Marker MaxItems PathPrefix",
  ListAttachedRolePolicies: "Marker MaxItems PathPrefix RoleName",
  ListAttachedUserPolicies: "Marker MaxItems PathPrefix UserName",
  ListEntitiesForPolicy: "EntityFilter Marker MaxItems PathPrefix PolicyArn PolicyUsageFilter",
  ListGroupPolicies: "GroupName Marker MaxItems",
  ListGroups: "Marker MaxItems PathPrefix",
  ListGroupsForUser: "Marker MaxItems UserName",
  ListInstanceProfiles: "Marker MaxItems PathPrefix",
  ListInstanceProfilesForRole: "Marker MaxItems RoleName",
  ListOpenIDConnectProviderTags: "Marker MaxItems OpenIDConnectProviderArn",
  ListOpenIDConnectProviders: "",
  ListPolicies: "Marker MaxItems OnlyAttached PathPrefix PolicyUsageFilter Scope",
  ListPolicyTags: "Marker MaxItems PolicyArn",
  ListPolicyVersions: "Marker MaxItems PolicyArn",
  ListRolePolicies: "Marker MaxItems RoleName",
  ListRoleTags: "Marker MaxItems RoleName",
  ListRoles: "Marker MaxItems PathPrefix",
  ListUserPolicies: "Marker MaxItems UserName",
  ListUserTags: "Marker MaxItems UserName",
  ListUsers: "Marker MaxItems PathPrefix",
  PutGroupPolicy: "GroupName PolicyDocument PolicyName",
  PutRolePermissionsBoundary: "PermissionsBoundary RoleName",
  PutRolePolicy: "PolicyDocument PolicyName RoleName",
  PutUserPermissionsBoundary: "PermissionsBoundary UserName",
  PutUserPolicy: "PolicyDocument PolicyName UserName",
  RemoveClientIDFromOpenIDConnectProvider: "ClientID OpenIDConnectProviderArn",
  RemoveRoleFromInstanceProfile: "InstanceProfileName RoleName",
  RemoveUserFromGroup: "GroupName UserName",
  SetDefaultPolicyVersion: "PolicyArn VersionId",
  SimulatePrincipalPolicy:
    "ActionNames ContextEntries.ContextKeyName ContextEntries.ContextKeyType ContextEntries.ContextKeyValues Marker MaxItems PolicyInputList PolicySourceArn ResourceArns",
  TagOpenIDConnectProvider: "OpenIDConnectProviderArn Tags.Key Tags.Value",
  TagPolicy: "PolicyArn Tags.Key Tags.Value",
  TagRole: "RoleName Tags.Key Tags.Value",
  TagUser: "Tags.Key Tags.Value UserName",
  UntagOpenIDConnectProvider: "OpenIDConnectProviderArn TagKeys",
  UntagPolicy: "PolicyArn TagKeys",
  UntagRole: "RoleName TagKeys",
  UntagUser: "TagKeys UserName",
  UpdateAccessKey: "AccessKeyId Status UserName",
  UpdateAssumeRolePolicy: "PolicyDocument RoleName",
  UpdateOpenIDConnectProviderThumbprint: "OpenIDConnectProviderArn ThumbprintList",
  UpdateRole: "Description MaxSessionDuration RoleName",
  UpdateRoleDescription: "Description RoleName",
};

const RUNS = {
  ...instanceProfiles,
  ...groups,
  ...users,
  ...oidcProviders,
  ...policies,
  ...versions,
  ...roles,
  ...account,
  ...identityPolicies,
  ...simulation,
  ...forEachKind({
    "attach*Policy": identityPolicies.attachPolicy,
    "delete*Policy": identityPolicies.deleteInlinePolicy,
    "delete*PermissionsBoundary": identityPolicies.deletePermissionsBoundary,
    "detach*Policy": identityPolicies.detachPolicy,
    "get*Policy": identityPolicies.getInlinePolicy,
    "listAttached*Policies": identityPolicies.listAttachedPolicies,
    "list*Policies": identityPolicies.listInlinePolicies,
    "list*Tags": tags.listIdentityTags,
    "put*Policy": identityPolicies.putInlinePolicy,
    "put*PermissionsBoundary": identityPolicies.putPermissionsBoundary,
    "tag*": tags.tagIdentity,
    "untag*": tags.untagIdentity,
  }),
};

export function createIam(platform: Platform): QueryService {
  const service = {
    protocol: "query",
    signingName: "iam",
    unsupported: "InvalidInput",
    version: "2010-05-08",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS, RUNS) };
}
