import { shownPolicy } from "../../identity/policies/accept-policy";
import type { Identity, RoleRecord } from "../../identity/records/iam-records";
import { tagList } from "../../operations/tags/tags";
import type { Store } from "../../store/store";
import { encode } from "../../wire/signature/canonical-request";

/** A role as most operations answer it. */
export function roleOutput(store: Store, role: RoleRecord): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: trustOutput(store, role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary: boundaryOutput(role),
    Tags: Object.keys(role.tags).length > 0 ? tagList(role.tags) : undefined,
  };
}

/** A role as `ListRoles` answers it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export function listedRole(store: Store, role: RoleRecord): Record<string, unknown> {
  return { ...roleOutput(store, role), PermissionsBoundary: undefined, Tags: undefined };
}

/** A role's trust policy, encoded, its principals as AWS shows them now. */
export function trustOutput(store: Store, role: RoleRecord): string {
  return encode(shownPolicy(store, role.trust));
}

/** The boundary of a role or user, where it has one. */
export function boundaryOutput({ permissionsBoundary }: Identity): unknown {
  return permissionsBoundary === undefined
    ? undefined
    : {
        PermissionsBoundaryType: "PermissionsBoundaryPolicy",
        PermissionsBoundaryArn: permissionsBoundary,
      };
}
