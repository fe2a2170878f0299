import { setTimeout as sleep } from "node:timers/promises";

import { ownPace, timeOf } from "../../../clusters/pace";
import { isRefusal, type Refusal } from "../account/errors";

const PAUSE_MILLISECONDS = 500;

/** Tries again what AWS refuses in one of these ways: it may not know everywhere yet what was just made or deleted. */
export async function retried<T>(refusals: readonly Refusal[], act: () => Promise<T>): Promise<T> {
  const end = Date.now() + timeOf("propagation", ownPace());
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() >= end || !isRefusal(error, refusals)) throw error;
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}
