import { documentOf } from "../../identity/policies/json-text";
import { showPrincipals } from "../../identity/policies/principals";
import type { Identity, RoleRecord } from "../../identity/records/iam-records";
import type { Store } from "../../store/store";
import { encodeDocument } from "./policy-text";
import { tagList } from "./tags";

/** A role as `GetRole` answers it. */
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
    RoleLastUsed: {},
  };
}

/** A role's trust policy, encoded, its principals as AWS shows them now. */
export function trustOutput(store: Store, role: RoleRecord): string {
  const document = documentOf(role.trust);
  const shown = showPrincipals(store, document);
  return encodeDocument(shown === document ? role.trust : JSON.stringify(shown));
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
