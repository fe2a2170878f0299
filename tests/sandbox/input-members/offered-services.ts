import { createPlatform } from "../../../sandbox/identity/platform";
import { createParts } from "../../../sandbox/server/server";
import type { Store } from "../../../sandbox/store/store";
import type { Service } from "../../../sandbox/wire/messages";

/** Every service of the sandbox with a store, called without HTTP. */
export function offeredServices(store: Store, directory: string): Service[] {
  const platform = createPlatform({
    ...{ store, directory, pace: 0 },
    ...{ endpoint: "http://127.0.0.1:1", certificateAuthority: "" },
  });
  return createParts(platform, () => new Date(), console.error).services;
}
