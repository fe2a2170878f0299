import type { ChangeKind } from "../change";
import { changeCode } from "./compute/change-code";
import { changeTemplate } from "./compute/change-template";
import { passRole } from "./compute/pass-role";
import { attachPolicy } from "./identity/attach-policy";
import { changePermissionSet } from "./identity/change-permission-set";
import { createIdentity } from "./identity/create-identity";
import { joinGroup } from "./identity/join-group";
import { liftBoundary } from "./identity/lift-boundary";
import { putInlinePolicy } from "./identity/put-inline-policy";
import { recreateRole } from "./identity/recreate-role";
import { removeDenial } from "./identity/remove-denial";
import { tagIdentity } from "./identity/tag-identity";
import { tagResource } from "./identity/tag-resource";
import { takeUser } from "./identity/take-user";
import { writePolicyVersion } from "./identity/write-policy-version";
import { createGrant } from "./key/create-grant";
import { createKey } from "./key/create-key";
import { enableKey } from "./key/enable-key";
import { putKeyPolicy } from "./key/put-key-policy";
import { openEndpoint } from "./network/open-endpoint";
import { delegateOrganization } from "./organization/delegate-organization";
import { deployToMembers } from "./organization/deploy-to-members";
import { liftControlPolicies } from "./organization/lift-control-policies";
import { recoverRoot } from "./organization/recover-root";
import { shareParameter } from "./parameter/share-parameter";
import { changeSecretKey } from "./secret/change-secret-key";
import { deleteSecretPolicy } from "./secret/delete-secret-policy";
import { putSecretPolicy } from "./secret/put-secret-policy";
import { replicateSecret } from "./secret/replicate-secret";
import { restoreSecret } from "./secret/restore-secret";
import { assumeRole } from "./session/assume-role";
import { changeProvider } from "./session/change-provider";
import { enterByToken } from "./session/enter-by-token";
import { setPoolRoles } from "./session/set-pool-roles";
import { writeTrust } from "./session/write-trust";

/** The kinds of change that IAM alone decides, those that open what is read first. */
export const KINDS: ChangeKind[] = [
  ...[putSecretPolicy, deleteSecretPolicy, restoreSecret, replicateSecret, changeSecretKey],
  ...[createKey, putKeyPolicy, createGrant, enableKey, shareParameter, openEndpoint],
  ...[liftControlPolicies, delegateOrganization, tagResource],
  ...[assumeRole, enterByToken, writeTrust, changeProvider, takeUser, joinGroup],
  ...[putInlinePolicy, attachPolicy, writePolicyVersion, removeDenial, liftBoundary, tagIdentity],
  createIdentity,
  ...[passRole, changeCode, changeTemplate, setPoolRoles, changePermissionSet, recoverRoot],
  deployToMembers,
  recreateRole,
];
