import type { Store } from "../store/store";
import type { Call } from "../wire/messages";
import type { AccessCheck } from "./authorisation/access-check";
import { type AllowedActions, createAllowedActions } from "./authorisation/allowed-actions";
import { authorise, needsIdentityPolicy } from "./authorisation/authorise";

/** What every service uses. Operations return Dates; the protocols write them as AWS does. */
export interface Platform {
  store: Store;
  /** Throws AWS's own access-denied error unless the evaluator allows the call. */
  authorise(call: Call, check: AccessCheck): void;
  /** The actions that `authorise` allowed. */
  allowed: AllowedActions;
  endpoint: string;
  /** The certificate, as PEM, with which clients check that they speak to this sandbox over TLS. */
  certificateAuthority: string;
  /** Directory of the files beside the store: KMS's `kms-root-key` and the server's certificate authority. A copy of the store needs them too. */
  directory: string;
  /** How slow EKS is, from 0 (at once) to 1 (as AWS). */
  pace: number;
}

/** The platform of all services over one state. */
export function createPlatform(given: Omit<Platform, "allowed" | "authorise">): Platform {
  const allowed = createAllowedActions();
  return {
    ...given,
    allowed,
    authorise: (call, check) => {
      authorise(given.store, call, check);
      allowed.note(call.caller, check, () => needsIdentityPolicy(given.store, call, check));
    },
  };
}
