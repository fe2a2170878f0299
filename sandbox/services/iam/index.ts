import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { QueryService } from "../../wire/messages/service";
import { createAccessKey, deleteAccessKey, listAccessKeys, updateAccessKey } from "./access-keys";
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
  listInstanceProfilesForRole,
  listRoles,
  updateAssumeRolePolicy,
  updateRole,
  updateRoleDescription,
} from "./roles";
import { listIdentityTags, tagIdentity, untagIdentity } from "./tags";
import { createUser, deleteUser, getUser, listUsers } from "./users";

const OPERATIONS: OperationTable = {
  AddUserToGroup: addUserToGroup,
  AttachGroupPolicy: forGroup(attachPolicy),
  AttachRolePolicy: forRole(attachPolicy),
  AttachUserPolicy: forUser(attachPolicy),
  CreateAccessKey: createAccessKey,
  CreateGroup: createGroup,
  CreateOpenIDConnectProvider: createOpenIDConnectProvider,
  CreatePolicy: createPolicy,
  CreatePolicyVersion: createPolicyVersion,
  CreateRole: createRole,
  CreateUser: createUser,
  DeleteAccessKey: deleteAccessKey,
  DeleteGroup: deleteGroup,
  DeleteGroupPolicy: forGroup(deleteInlinePolicy),
  DeleteOpenIDConnectProvider: deleteOpenIDConnectProvider,
  DeletePolicy: deletePolicy,
  DeletePolicyVersion: deletePolicyVersion,
  DeleteRole: deleteRole,
  DeleteRolePermissionsBoundary: forRole(deletePermissionsBoundary),
  DeleteRolePolicy: forRole(deleteInlinePolicy),
  DeleteUser: deleteUser,
  DeleteUserPermissionsBoundary: forUser(deletePermissionsBoundary),
  DeleteUserPolicy: forUser(deleteInlinePolicy),
  DetachGroupPolicy: forGroup(detachPolicy),
  DetachRolePolicy: forRole(detachPolicy),
  DetachUserPolicy: forUser(detachPolicy),
  GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
  GetGroup: getGroup,
  GetGroupPolicy: forGroup(getInlinePolicy),
  GetOpenIDConnectProvider: getOpenIDConnectProvider,
  GetPolicy: getPolicy,
  GetPolicyVersion: getPolicyVersion,
  GetRole: getRole,
  GetRolePolicy: forRole(getInlinePolicy),
  GetUser: getUser,
  GetUserPolicy: forUser(getInlinePolicy),
  ListAccessKeys: listAccessKeys,
  ListAttachedGroupPolicies: forGroup(listAttachedPolicies),
  ListAttachedRolePolicies: forRole(listAttachedPolicies),
  ListAttachedUserPolicies: forUser(listAttachedPolicies),
  ListGroupPolicies: forGroup(listInlinePolicies),
  ListGroups: listGroups,
  ListGroupsForUser: listGroupsForUser,
  ListInstanceProfilesForRole: listInstanceProfilesForRole,
  ListOpenIDConnectProviders: listOpenIDConnectProviders,
  ListPolicies: listPolicies,
  ListPolicyTags: listPolicyTags,
  ListPolicyVersions: listPolicyVersions,
  ListRolePolicies: forRole(listInlinePolicies),
  ListRoleTags: forRole(listIdentityTags),
  ListRoles: listRoles,
  ListUserPolicies: forUser(listInlinePolicies),
  ListUserTags: forUser(listIdentityTags),
  ListUsers: listUsers,
  PutGroupPolicy: forGroup(putInlinePolicy),
  PutRolePermissionsBoundary: forRole(putPermissionsBoundary),
  PutRolePolicy: forRole(putInlinePolicy),
  PutUserPermissionsBoundary: forUser(putPermissionsBoundary),
  PutUserPolicy: forUser(putInlinePolicy),
  RemoveUserFromGroup: removeUserFromGroup,
  SetDefaultPolicyVersion: setDefaultPolicyVersion,
  TagOpenIDConnectProvider: tagOpenIDConnectProvider,
  TagPolicy: tagPolicy,
  TagRole: forRole(tagIdentity),
  TagUser: forUser(tagIdentity),
  UntagOpenIDConnectProvider: untagOpenIDConnectProvider,
  UntagPolicy: untagPolicy,
  UntagRole: forRole(untagIdentity),
  UntagUser: forUser(untagIdentity),
  UpdateAccessKey: updateAccessKey,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  UpdateRole: updateRole,
  UpdateRoleDescription: updateRoleDescription,
};

/** AWS Identity and Access Management. */
export function createIam(platform: Platform): QueryService {
  const service = { protocol: "query", signingName: "iam", version: "2010-05-08" } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS) };
}
