import type { Store } from "../store/store";
import { authorise } from "./authorise";
import type { Platform } from "./service";

/** What the services stand on, over one state. */
export function createPlatform(store: Store, directory: string, endpoint: string): Platform {
  return {
    store,
    directory,
    endpoint,
    authorise: (call, check) => authorise(store, call, check),
  };
}
