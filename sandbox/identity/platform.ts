import type { Store } from "../store/store";
import type { Platform } from "../wire/messages/service";
import { authorise } from "./authorisation/authorise";

/** What the services stand on, over one state. */
export function createPlatform(store: Store, directory: string, endpoint: string): Platform {
  return {
    store,
    directory,
    endpoint,
    authorise: (call, check) => authorise(store, call, check),
  };
}
