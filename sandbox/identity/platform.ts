import type { Store } from "../store/store";
import type { Call } from "../wire/messages/operation";
import type { AccessCheck } from "./authorisation/access-check";
import { type AllowedActions, createAllowedActions } from "./authorisation/allowed-actions";
import { authorise } from "./authorisation/authorise";

/** What every service stands on. Operations answer Dates; the protocols write them as AWS does. */
export interface Platform {
  store: Store;
  /** Throws AWS's own access-denied error unless the evaluator allows the call. */
  authorise(call: Call, check: AccessCheck): void;
  /** What `authorise` let through. */
  allowed: AllowedActions;
  /** The sandbox's own address, `http://127.0.0.1:PORT`. */
  endpoint: string;
  /**
   * Directory of the sandbox's files beside the store: KMS keeps `kms-root-key` there, without which no stored
   * key can be unwrapped. Whoever copies the store to run on the copy copies that file along.
   */
  directory: string;
  /** How slow EKS is: 0, everything is there at once, to 1, as AWS. */
  pace: number;
}

/** What the services stand on, over one state. */
export function createPlatform(
  store: Store,
  directory: string,
  endpoint: string,
  pace: number,
): Platform {
  const allowed = createAllowedActions();
  return {
    store,
    directory,
    endpoint,
    pace,
    allowed,
    authorise: (call, check) => {
      authorise(store, call, check);
      allowed.note(call.caller, check);
    },
  };
}
