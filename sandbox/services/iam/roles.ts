import type { RoleRecord } from "../../identity/records/iam-records";
import { randomId } from "../../identity/records/random";
import { AwsError, type Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { readBoundary } from "./boundaries";
import { deleteConflict } from "./errors";
import {
  authorisedIdentity,
  ROLE,
  readName,
  readPath,
  refuseTaken,
  removeIdentity,
  saveIdentity,
} from "./identities";
import { integer, text } from "./input";
import { page } from "./page";
import { roleOutput } from "./role-output";
import { mergeTags, readTags, requestTagContext } from "./tags";
import { bindTrust } from "./trust-text";

const DURATION = { min: 3600, max: 43_200 };
const DESCRIPTION = /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/;

/** Life and death of roles. */
export function roleOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  return {
    CreateRole: (call, input) => {
      const name = readName(ROLE, input);
      const path = readPath(input);
      const { account, partition } = call.caller;
      const arn = `arn:${partition}:iam::${account}:role${path}${name}`;
      const tags = mergeTags({}, readTags(input));
      const boundary = text(input, "PermissionsBoundary", { optional: true });
      platform.authorise(call, {
        action: "iam:CreateRole",
        resource: arn,
        context: {
          ...requestTagContext(tags),
          ...(boundary && { "iam:PermissionsBoundary": boundary }),
        },
      });
      if (Object.keys(tags).length > 0) {
        platform.authorise(call, {
          action: "iam:TagRole",
          resource: arn,
          context: requestTagContext(tags),
        });
      }
      const description = readDescription(input);
      const role: RoleRecord = {
        account,
        partition,
        path,
        name,
        id: randomId("AROA"),
        arn,
        createDate: call.now,
        ...(description !== undefined && { description }),
        maxSessionDuration: integer(input, "MaxSessionDuration", DURATION) ?? 3600,
        trust: bindTrust(store, text(input, "AssumeRolePolicyDocument", { min: 1 })),
        tags,
        inlinePolicies: {},
        attachedPolicies: [],
        ...(boundary && { permissionsBoundary: readBoundary(platform, call, boundary) }),
      };
      store.transaction((writer) => {
        refuseTaken(platform, ROLE, account, name);
        saveIdentity(writer, ROLE, role);
      });
      return { Role: roleOutput(store, role) };
    },

    GetRole: (call, input) => ({
      Role: roleOutput(store, authorisedIdentity(platform, call, ROLE, input, "GetRole")),
    }),

    UpdateRole: (call, input) => {
      authorisedIdentity(platform, call, ROLE, input, "UpdateRole");
      const maxSessionDuration = integer(input, "MaxSessionDuration", DURATION);
      const description = readDescription(input);
      store.transaction((writer) => {
        const role = authorisedIdentity(platform, call, ROLE, input, "UpdateRole");
        saveIdentity(writer, ROLE, {
          ...role,
          ...(description !== undefined && { description }),
          ...(maxSessionDuration !== undefined && { maxSessionDuration }),
        } as RoleRecord);
      });
      return {};
    },

    UpdateRoleDescription: (call, input) => {
      const description = readDescription(input) ?? text(input, "Description");
      return store.transaction((writer) => {
        const role = authorisedIdentity(platform, call, ROLE, input, "UpdateRoleDescription");
        const changed: RoleRecord = { ...role, description };
        saveIdentity(writer, ROLE, changed);
        return { Role: roleOutput(store, changed) };
      });
    },

    DeleteRole: (call, input) => {
      store.transaction((writer) => {
        const role = authorisedIdentity(platform, call, ROLE, input, "DeleteRole");
        if (role.attachedPolicies.length > 0) {
          throw deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (Object.keys(role.inlinePolicies).length > 0) {
          throw deleteConflict("Cannot delete entity, must delete policies first.");
        }
        removeIdentity(writer, ROLE, role);
      });
      return {};
    },

    ListRoles: (call, input) => {
      platform.authorise(call, { action: "iam:ListRoles", resource: "*" });
      const prefix = text(input, "PathPrefix", { optional: true }) ?? "/";
      const roles = store
        .list<RoleRecord>(["role", call.caller.account])
        .map(({ value }) => value)
        .filter(({ path }) => path.startsWith(prefix));
      const { items, ...rest } = page(roles, input);
      return { Roles: items.map((role) => roleOutput(store, role)), ...rest };
    },
  };
}

function readDescription(input: Record<string, unknown>): string | undefined {
  const description = text(input, "Description", { optional: true, max: 1000 });
  if (description !== undefined && !DESCRIPTION.test(description)) {
    throw new AwsError("ValidationError", "Description holds characters that IAM does not take");
  }
  return description;
}
