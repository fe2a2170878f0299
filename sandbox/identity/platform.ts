import type { Store } from "../store/store";
import type { Call } from "../wire/messages/operation";
import type { AccessCheck } from "./authorisation/access-check";
import { type AllowedActions, createAllowedActions } from "./authorisation/allowed-actions";
import { authorise, needsIdentityPolicy } from "./authorisation/authorise";

/** What every service stands on. Operations answer Dates; the protocols write them as AWS does. */
export interface Platform {
  store: Store;
  /** Throws AWS's own access-denied error unless the evaluator allows the call. */
  authorise(call: Call, check: AccessCheck): void;
  /** What `authorise` let through. */
  allowed: AllowedActions;
  /** The sandbox's own address, `http://127.0.0.1:PORT`. It speaks TLS there, too. */
  endpoint: string;
  /** The certificate, as PEM, by which clients check that they speak to this sandbox over TLS. */
  certificateAuthority: string;
  /**
   * Directory of the sandbox's files beside the store: KMS keeps `kms-root-key` there, without which no stored
   * key can be unwrapped, and the server its certificate authority, which the clients of its clusters know. Whoever
   * copies the store to run on the copy copies these files along.
   */
  directory: string;
  /** How slow EKS is: 0, everything is there at once, to 1, as AWS. */
  pace: number;
}

/** What the services stand on, over one state. */
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
