import type { Platform } from "../../identity/platform";
import { requestTagContext } from "../../identity/policies/request-tags";
import type { Identity } from "../../identity/records/iam-records";
import { randomId } from "../../identity/records/random";
import type { Request } from "../../operations/service";
import { requireBoundary } from "./boundaries";
import { alreadyExists } from "./errors";
import { type IdentityKind, readName, readPath, saveIdentity } from "./identities";
import { authoriseNewTags, readTags } from "./tags";

/** A role, user or group as a call asks for it, once the caller may make it; it is not yet stored. */
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

/** Writes a new role, user or group. Throws where its boundary does not exist, or its name is taken. */
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
