import {
  type AccessKeyRecord,
  randomId,
  randomSecretAccessKey,
  type UserRecord,
} from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { tagList } from "../../operations/tags/tags";
import type { Store } from "../../store/store";
import { deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { authorisedUser, deleteIdentity, identityPage, USER } from "./identities";
import { addIdentity, boundaryOutput, newIdentity } from "./new-identity";

export function createUser(request: Request) {
  const user = newIdentity(request, USER, "AIDA");
  addIdentity(request.platform, USER, user);
  return { User: userOutput(user) };
}

export function getUser(request: Request) {
  return { User: userOutput(authorisedUser(request)) };
}

export function deleteUser(request: Request) {
  deleteIdentity(request, USER, (user) => {
    if (accessKeysOf(request.platform.store, user).length > 0) {
      throw deleteConflict("Cannot delete entity, must delete access keys first.");
    }
    if (user.groups?.length) {
      throw deleteConflict("Cannot delete entity, must remove users from group first.");
    }
  });
}

export function listUsers(request: Request) {
  const { items, more } = identityPage(request, USER);
  return {
    Users: items.map((user) => ({
      ...userOutput(user),
      PermissionsBoundary: undefined,
      Tags: undefined,
    })),
    ...more,
  };
}

export function userOutput(user: UserRecord): Record<string, unknown> {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.createDate,
    PermissionsBoundary: boundaryOutput(user),
    Tags: Object.keys(user.tags).length > 0 ? tagList(user.tags) : undefined,
  };
}

const LIMIT = 2;

export function createAccessKey(request: Request) {
  const { store } = request.platform;
  return store.transaction((writer) => {
    const user = authorisedUser(request);
    if (accessKeysOf(store, user).length >= LIMIT) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${LIMIT}`);
    }
    const key: AccessKeyRecord = {
      accessKeyId: randomId("AKIA", 16),
      secretAccessKey: randomSecretAccessKey(),
      account: user.account,
      userName: user.name,
      status: "Active",
      createDate: request.call.now,
    };
    writer.put(["access-key", key.accessKeyId], key);
    return { AccessKey: { ...metadata(key), SecretAccessKey: key.secretAccessKey } };
  });
}

export function deleteAccessKey(request: Request) {
  const { store } = request.platform;
  store.transaction((writer) => {
    const user = authorisedUser(request);
    writer.remove(["access-key", requireKey(store, user, request.input).accessKeyId]);
  });
}

export function updateAccessKey(request: Request) {
  const { store } = request.platform;
  const status = request.input.text("Status", { oneOf: ["Active", "Inactive"] });
  store.transaction((writer) => {
    const user = authorisedUser(request);
    const key = requireKey(store, user, request.input);
    writer.put(["access-key", key.accessKeyId], { ...key, status });
  });
}

export function listAccessKeys(request: Request) {
  const user = authorisedUser(request);
  const keys = accessKeysOf(request.platform.store, user);
  const { items, more } = cutPage(keys, request.input, PAGES.iam, 1000);
  return { AccessKeyMetadata: items.map(metadata), ...more };
}

function accessKeysOf(store: Store, user: UserRecord): AccessKeyRecord[] {
  return store
    .values<AccessKeyRecord>(["access-key"])
    .filter(({ account, userName }) => account === user.account && userName === user.name);
}

function requireKey(store: Store, user: UserRecord, input: Input): AccessKeyRecord {
  const id = input.text("AccessKeyId", { min: 16, max: 128 });
  const key = accessKeysOf(store, user).find(({ accessKeyId }) => accessKeyId === id);
  if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

function metadata(key: AccessKeyRecord): Record<string, unknown> {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: key.createDate,
  };
}
