import { managedPolicyText } from "../../identity/policies/policies-in-force";
import type { Identity } from "../../identity/records/iam-records";
import type { Call, Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { noSuchEntity } from "./errors";
import { authorisedIdentity, type IdentityKind, saveIdentity } from "./identities";
import { text } from "./input";

/** Permissions boundaries of roles or users. */
export function boundaryOperations<T extends Identity>(
  platform: Platform,
  kind: IdentityKind<T>,
): Record<string, Operation> {
  const { store } = platform;
  const put = `Put${kind.label}PermissionsBoundary`;
  const remove = `Delete${kind.label}PermissionsBoundary`;
  return {
    [put]: (call, input) => {
      const arn = text(input, "PermissionsBoundary", { min: 20, max: 2048 });
      store.transaction((writer) => {
        const context = { "iam:PermissionsBoundary": arn };
        const identity = authorisedIdentity(platform, call, kind, input, put, context);
        const permissionsBoundary = readBoundary(platform, call, arn);
        saveIdentity(writer, kind, { ...identity, permissionsBoundary });
      });
      return {};
    },
    [remove]: (call, input) => {
      store.transaction((writer) => {
        const identity = authorisedIdentity(platform, call, kind, input, remove);
        if (identity.permissionsBoundary === undefined) {
          throw noSuchEntity(`The ${kind.word} ${identity.name} has no permissions boundary.`);
        }
        const { permissionsBoundary: _gone, ...rest } = identity;
        saveIdentity(writer, kind, rest);
      });
      return {};
    },
  };
}

/** The ARN of a managed policy that may bound: it must exist, and be AWS's or of the caller's account. */
export function readBoundary(platform: Platform, call: Call, arn: string): string {
  const owner = arn.split(":")[4];
  const known = managedPolicyText(platform.store, arn) !== undefined;
  if (!known || (owner !== "aws" && owner !== call.caller.account)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  return arn;
}
