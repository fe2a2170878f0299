import {
  findRole,
  findUser,
  type Identity,
  type RoleRecord,
  type UserRecord,
} from "../../identity/records/iam-records";
import type { StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { alreadyExists, noSuchEntity } from "./errors";
import { text } from "./input";

/** Roles and users, as far as IAM treats them alike. */
export interface IdentityKind<T extends Identity> {
  /** As operation names say it. */
  label: "Role" | "User";
  word: "role" | "user";
  find(platform: Platform, account: string, name: string): T | undefined;
}

export const ROLE: IdentityKind<RoleRecord> = {
  label: "Role",
  word: "role",
  find: ({ store }, account, name) => findRole(store, account, name),
};

export const USER: IdentityKind<UserRecord> = {
  label: "User",
  word: "user",
  find: ({ store }, account, name) => findUser(store, account, name),
};

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^(?:\/|\/[\x21-\x7e]+\/)$/;

/** Reads `RoleName` or `UserName`. */
export function readName(kind: IdentityKind<Identity>, input: Record<string, unknown>): string {
  return text(input, `${kind.label}Name`, { min: 1, max: 64, pattern: NAME });
}

/** Reads `Path`; `/` where it is absent. */
export function readPath(input: Record<string, unknown>): string {
  return text(input, "Path", { optional: true, max: 512, pattern: PATH }) ?? "/";
}

/** ARN that an identity of this name has, or would have without a path. */
function identityArn<T extends Identity>(
  platform: Platform,
  call: Call,
  kind: IdentityKind<T>,
  name: string,
): string {
  const { account, partition } = call.caller;
  return (
    kind.find(platform, account, name)?.arn ??
    `arn:${partition}:iam::${account}:${kind.word}/${name}`
  );
}

/** The identity that an input names, once the caller may do `action` to it. */
export function authorisedIdentity<T extends Identity>(
  platform: Platform,
  call: Call,
  kind: IdentityKind<T>,
  input: Record<string, unknown>,
  action: string,
  context: Record<string, string | string[]> = {},
): T {
  const name = readName(kind, input);
  const found = kind.find(platform, call.caller.account, name);
  platform.authorise(call, {
    action: `iam:${action}`,
    resource: found?.arn ?? identityArn(platform, call, kind, name),
    ...(found && { resourceTags: found.tags }),
    context: {
      ...(found?.permissionsBoundary && { "iam:PermissionsBoundary": found.permissionsBoundary }),
      ...context,
    },
  });
  if (!found) throw noSuchEntity(`The ${kind.word} with name ${name} cannot be found.`);
  return found;
}

/** Writes an identity and the index of its unique id. */
export function saveIdentity(
  writer: StoreWriter,
  kind: IdentityKind<Identity>,
  identity: Identity,
): void {
  const { account, name, id } = identity;
  writer.put([kind.word, account, name.toLowerCase()], identity);
  writer.put(["iam-id", id], { kind: kind.word, account, name });
}

/** Removes an identity and the index of its unique id. */
export function removeIdentity(
  writer: StoreWriter,
  kind: IdentityKind<Identity>,
  { account, name, id }: Identity,
): void {
  writer.remove([kind.word, account, name.toLowerCase()]);
  writer.remove(["iam-id", id]);
}

/** Throws where the name is taken. */
export function refuseTaken(
  platform: Platform,
  kind: IdentityKind<Identity>,
  account: string,
  name: string,
): void {
  if (kind.find(platform, account, name)) {
    throw alreadyExists(`${kind.label} with name ${name} already exists.`);
  }
}
