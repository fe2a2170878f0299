import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { authorisedIdentity, ROLE } from "./identities";

/** Instance profiles: the sandbox has none, and says so to those who look before they delete a role. */
export function instanceProfileOperations(platform: Platform): Record<string, Operation> {
  return {
    ListInstanceProfilesForRole: (call, input) => {
      authorisedIdentity(platform, call, ROLE, input, "ListInstanceProfilesForRole");
      return { InstanceProfiles: [], IsTruncated: false };
    },
  };
}
