import {
  findGroup,
  findRole,
  findUser,
  type GroupRecord,
  type Identity,
  type RoleRecord,
  type UserRecord,
} from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { validationError } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request, Run } from "../../operations/service";
import type { Store, StoreWriter } from "../../store/store";
import { AwsError } from "../../wire/messages";
import { deleteConflict, invalidInput, noSuchEntity } from "./errors";

export interface IdentityKind<T extends Identity = Identity> {
  /** The word in operation names. */
  label: "Role" | "User" | "Group";
  word: "role" | "user" | "group";
  /** Longest name, in characters. */
  longestName: number;
  find(store: Store, account: string, name: string): T | undefined;
}

export type RunForKind = (request: Request, kind: IdentityKind) => unknown;

export const ROLE: IdentityKind<RoleRecord> = {
  label: "Role",
  word: "role",
  longestName: 64,
  find: findRole,
};
export const USER: IdentityKind<UserRecord> = {
  label: "User",
  word: "user",
  longestName: 64,
  find: findUser,
};
export const GROUP: IdentityKind<GroupRecord> = {
  label: "Group",
  word: "group",
  longestName: 128,
  find: findGroup,
};

type OfKind<Name extends string> = Name extends `${infer Before}*${infer After}`
  ? `${Before}${IdentityKind["label"]}${After}`
  : never;

/** The functions of each kind, such as `attachRolePolicy` of `attach*Policy`. */
export function forEachKind<Name extends string>(runs: Record<Name, RunForKind>) {
  const named = Object.entries<RunForKind>(runs).flatMap(([name, run]) =>
    [ROLE, USER, GROUP].map((kind): [string, Run] => [
      name.replace("*", kind.label),
      (request) => run(request, kind),
    ]),
  );
  return Object.fromEntries(named) as Record<OfKind<Name>, Run>;
}

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^(?:\/|\/[\x21-\x7e]+\/)$/;

export function readName({ label, longestName }: IdentityKind, input: Input): string {
  return input.text(`${label}Name`, { min: 1, max: longestName, pattern: NAME });
}

/** Reads `Path`; `/` where it is absent. */
export function readPath(input: Input): string {
  const path = input.optionalText("Path", { max: 512, pattern: PATH }) ?? "/";
  if (path.startsWith(SERVICE_PATH)) {
    throw invalidInput(`The path ${SERVICE_PATH} is that of service-linked roles.`);
  }
  return path;
}

export function pathFilter(input: Input): (of: { path: string }) => boolean {
  const prefix = input.optionalText("PathPrefix", {
    min: 1,
    max: 512,
    pattern: /^\/[\x21-\x7e]*$/,
  });
  return ({ path }) => path.startsWith(prefix ?? "/");
}

export function identityPage<T extends Identity>(
  { platform, call, input, action }: Request,
  { word }: IdentityKind<T>,
) {
  platform.authorise(call, { action, resource: "*" });
  const all = platform.store.values<T>([word, call.caller.account]);
  return cutPage(all.filter(pathFilter(input)), input, PAGES.iam, 1000);
}

/** The role, user or group that the input names, if the caller may do this with it. */
export function authorisedIdentity<T extends Identity>(
  { platform, call, input, action }: Request,
  kind: IdentityKind<T>,
  context: Record<string, string | string[]> = {},
): T {
  const name = readName(kind, input);
  const { account, partition } = call.caller;
  const found = kind.find(platform.store, account, name);
  platform.authorise(call, {
    action,
    // A missing one has the ARN that it would have without a path.
    resource: found?.arn ?? `arn:${partition}:iam::${account}:${kind.word}/${name}`,
    ...(found && { resourceTags: found.tags }),
    context: {
      ...(found?.permissionsBoundary && { "iam:PermissionsBoundary": found.permissionsBoundary }),
      ...context,
    },
  });
  if (!found) throw noSuchEntity(`The ${kind.word} with name ${name} cannot be found.`);
  return found;
}

/** The user that the input names, or else the caller, if the caller may do this with it. */
export function authorisedUser(request: Request): UserRecord {
  const { call, input } = request;
  if (input.has("UserName")) return authorisedIdentity(request, USER);
  if (call.caller.principal.kind !== "user") {
    throw validationError("Must specify userName when calling with non-User credentials");
  }
  const self = { UserName: call.caller.arn.slice(call.caller.arn.lastIndexOf("/") + 1) };
  return authorisedIdentity({ ...request, input: input.inside(self) }, USER);
}

/** Replaces the role, user or group that the input names with the result of `change`, if the caller may. */
export function changeIdentity<T extends Identity>(
  request: Request,
  kind: IdentityKind<T>,
  change: (identity: T) => T,
  context: Record<string, string | string[]> = {},
): T {
  return request.platform.store.transaction((writer) => {
    const identity = authorisedIdentity(request, kind, context);
    if (request.action !== "iam:UpdateRoleDescription") refuseServiceLinked(identity);
    const changed = change(identity);
    saveIdentity(writer, kind, changed);
    return changed;
  });
}

/** Removes the role, user or group that the input names, if the caller may and nothing is attached to it. */
export function deleteIdentity<T extends Identity>(
  request: Request,
  kind: IdentityKind<T>,
  check: (identity: T) => void = () => {},
): void {
  request.platform.store.transaction((writer) => {
    const identity = authorisedIdentity(request, kind);
    refuseServiceLinked(identity);
    if (identity.attachedPolicies.length > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (Object.keys(identity.inlinePolicies).length > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    check(identity);
    writer.remove([kind.word, identity.account, identity.name.toLowerCase()]);
    writer.remove(["iam-id", identity.id]);
  });
}

export const SERVICE_PATH = "/aws-service-role/";

export function isServiceLinked({ path }: Identity): boolean {
  return path.startsWith(SERVICE_PATH);
}

function refuseServiceLinked(identity: Identity): void {
  if (!isServiceLinked(identity)) return;
  throw new AwsError(
    "UnmodifiableEntity",
    `Cannot perform the operation on the protected role '${identity.name}' - this role is only modifiable by AWS`,
  );
}

/** Writes a role, user or group, and the index by unique ID. */
export function saveIdentity(writer: StoreWriter, kind: IdentityKind, identity: Identity): void {
  const { account, name, id } = identity;
  writer.put([kind.word, account, name.toLowerCase()], identity);
  writer.put(["iam-id", id], { kind: kind.word, account, name });
}
