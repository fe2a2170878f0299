import type { Platform } from "../../identity/platform";
import { shownPolicy } from "../../identity/policies/accept-policy";
import { type Identity, type RoleRecord, randomId } from "../../identity/records/iam-records";
import type { Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext, tagList } from "../../operations/tags/tags";
import type { Store } from "../../store/store";
import { encode } from "../../wire/signature/canonical-request";
import { alreadyExists } from "./errors";
import { type IdentityKind, readName, readPath, saveIdentity } from "./identities";
import { requireBoundary } from "./identity-policies";
import { readTags } from "./tags";

export function newIdentity(
  { platform, call, input, action }: Request,
  kind: IdentityKind,
  idPrefix: string,
): Identity {
  const name = readName(kind, input);
  const path = readPath(input);
  const { account, partition } = call.caller;
  const arn = `arn:${partition}:iam::${account}:${kind.word}${path}${name}`;
  const tags = readTags(input);
  const boundary = input.optionalText("PermissionsBoundary");
  platform.authorise(call, {
    action,
    resource: arn,
    context: {
      ...requestTagContext(tags),
      ...(boundary && { "iam:PermissionsBoundary": boundary }),
    },
  });
  authoriseNewTags({ platform, call }, `iam:Tag${kind.label}`, arn, tags);
  return {
    account,
    partition,
    path,
    name,
    id: randomId(idPrefix),
    arn,
    createDate: call.now,
    tags,
    inlinePolicies: {},
    attachedPolicies: [],
    ...(boundary && { permissionsBoundary: boundary }),
  };
}

/** Writes a new role, user or group. Throws if its boundary does not exist, or its name is taken. */
export function addIdentity(platform: Platform, kind: IdentityKind, identity: Identity): void {
  const { account, name, permissionsBoundary } = identity;
  if (permissionsBoundary) requireBoundary(platform, permissionsBoundary, account);
  platform.store.transaction((writer) => {
    if (kind.find(platform.store, account, name)) {
      throw alreadyExists(`${kind.label} with name ${name} already exists.`);
    }
    saveIdentity(writer, kind, identity);
  });
}

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

/** A role as `ListRoles` returns it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export function listedRole(store: Store, role: RoleRecord): Record<string, unknown> {
  return { ...roleOutput(store, role), PermissionsBoundary: undefined, Tags: undefined };
}

export function trustOutput(store: Store, role: RoleRecord): string {
  return encode(shownPolicy(store, role.trust));
}

export function boundaryOutput({ permissionsBoundary }: Identity): unknown {
  return permissionsBoundary === undefined
    ? undefined
    : {
        PermissionsBoundaryType: "PermissionsBoundaryPolicy",
        PermissionsBoundaryArn: permissionsBoundary,
      };
}
