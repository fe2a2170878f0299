import type { UserRecord } from "../../identity/records/iam-records";
import type { Request } from "../../operations/service";
import { tagList } from "../../operations/tags/tags";
import { accessKeysOf } from "./access-keys";
import { deleteConflict } from "./errors";
import { authorisedUser, deleteIdentity, identityPage, USER } from "./identities";
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
