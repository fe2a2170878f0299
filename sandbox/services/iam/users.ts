import type { UserRecord } from "../../identity/records/iam-records";
import { randomId } from "../../identity/records/random";
import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { accessKeysOf } from "./access-keys";
import { readBoundary } from "./boundaries";
import { deleteConflict } from "./errors";
import {
  authorisedIdentity,
  readName,
  readPath,
  refuseTaken,
  removeIdentity,
  saveIdentity,
  USER,
} from "./identities";
import { text } from "./input";
import { page } from "./page";
import { boundaryOutput } from "./role-output";
import { mergeTags, readTags, requestTagContext, tagList } from "./tags";

/** Life and death of users. */
export function userOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  return {
    CreateUser: (call, input) => {
      const name = readName(USER, input);
      const path = readPath(input);
      const { account, partition } = call.caller;
      const arn = `arn:${partition}:iam::${account}:user${path}${name}`;
      const tags = mergeTags({}, readTags(input));
      const boundary = text(input, "PermissionsBoundary", { optional: true });
      platform.authorise(call, {
        action: "iam:CreateUser",
        resource: arn,
        context: {
          ...requestTagContext(tags),
          ...(boundary && { "iam:PermissionsBoundary": boundary }),
        },
      });
      const user: UserRecord = {
        account,
        partition,
        path,
        name,
        id: randomId("AIDA"),
        arn,
        createDate: call.now,
        tags,
        inlinePolicies: {},
        attachedPolicies: [],
        ...(boundary && { permissionsBoundary: readBoundary(platform, call, boundary) }),
      };
      store.transaction((writer) => {
        refuseTaken(platform, USER, account, name);
        saveIdentity(writer, USER, user);
      });
      return { User: userOutput(user) };
    },

    GetUser: (call, input) => {
      const named =
        input.UserName === undefined && call.caller.principal.kind === "user"
          ? { UserName: call.caller.arn.slice(call.caller.arn.lastIndexOf("/") + 1) }
          : input;
      return { User: userOutput(authorisedIdentity(platform, call, USER, named, "GetUser")) };
    },

    DeleteUser: (call, input) => {
      store.transaction((writer) => {
        const user = authorisedIdentity(platform, call, USER, input, "DeleteUser");
        if (user.attachedPolicies.length > 0) {
          throw deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (Object.keys(user.inlinePolicies).length > 0) {
          throw deleteConflict("Cannot delete entity, must delete policies first.");
        }
        if (accessKeysOf(store, user).length > 0) {
          throw deleteConflict("Cannot delete entity, must delete access keys first.");
        }
        removeIdentity(writer, USER, user);
      });
      return {};
    },

    ListUsers: (call, input) => {
      platform.authorise(call, { action: "iam:ListUsers", resource: "*" });
      const users = store.list<UserRecord>(["user", call.caller.account]);
      const { items, ...rest } = page(users, input);
      return { Users: items.map(({ value }) => userOutput(value)), ...rest };
    },
  };
}

/** A user as `GetUser` answers it. */
function userOutput(user: UserRecord): Record<string, unknown> {
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
