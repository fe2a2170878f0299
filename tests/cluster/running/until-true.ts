import { setTimeout as sleep } from "node:timers/promises";

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
