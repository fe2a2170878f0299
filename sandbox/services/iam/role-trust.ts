import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { authorisedIdentity, ROLE, saveIdentity } from "./identities";
import { text } from "./input";
import { bindTrust } from "./trust-text";

/** Changes who may assume a role. */
export function roleTrustOperations(platform: Platform): Record<string, Operation> {
  return {
    UpdateAssumeRolePolicy: (call, input) => {
      platform.store.transaction((writer) => {
        const role = authorisedIdentity(platform, call, ROLE, input, "UpdateAssumeRolePolicy");
        const trust = bindTrust(platform.store, text(input, "PolicyDocument", { min: 1 }));
        saveIdentity(writer, ROLE, { ...role, trust } as typeof role);
      });
      return {};
    },
  };
}
