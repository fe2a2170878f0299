import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import type { ApiClient } from "./api-client";

/** In milliseconds. */
const TIMEOUT = 60_000;

/** Throws where it does not come true in time. `pause`: between two looks, in milliseconds. */
export async function untilTrue(holds: () => Promise<boolean>, pause = 100): Promise<void> {
  for (const latest = Date.now() + TIMEOUT; Date.now() < latest; ) {
    if (await holds()) return;
    await sleep(pause);
  }
  throw new Error(`nothing came of it within ${TIMEOUT / 1000} s`);
}

/** Waits for what the API server makes by itself in a new cluster. */
export async function untilQuiet(client: ApiClient): Promise<void> {
  let last: string[] = [];
  await untilTrue(async () => {
    const now = await client.everything();
    const isSame = isDeepStrictEqual(now, last);
    last = now;
    return isSame;
  }, 2000);
}
