import type { UserRecord } from "../../identity/records/iam-records";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { tagList } from "../../operations/tags/tags";
import { accessKeysOf } from "./access-keys";
import { deleteConflict } from "./errors";
import { authorisedUser, deleteIdentity, pathFilter, USER } from "./identities";
import { addIdentity, newIdentity } from "./new-identity";
import { boundaryOutput } from "./role-output";

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

export function listUsers({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const users = platform.store
    .list<UserRecord>(["user", call.caller.account])
    .map(({ value }) => value)
    .filter(pathFilter(input));
  const { items, more } = cutPage(users, input, PAGES.iam, 1000);
  return {
    Users: items.map((user) => ({
      ...userOutput(user),
      PermissionsBoundary: undefined,
      Tags: undefined,
    })),
    ...more,
  };
}

/** A user as `GetUser` answers it. */
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
