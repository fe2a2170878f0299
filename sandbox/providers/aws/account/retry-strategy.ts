import type { RetryStrategyV2, RetryToken } from "@smithy/types";

/** How often the true provider tries again where the program does not say it. */
const MOST_RETRIES = 25;
/** Its longest pause between two attempts, in milliseconds of AWS's time. */
const LONGEST_PAUSE = 20_000;

/**
 * What the true provider tries again, whatever the call: throttling, failures of AWS, and connections that break. The pause doubles
 * each time, and a part of it is drawn. It keeps no account of all retries together, as the SDK's own strategy does.
 */
export function providerRetries(pace: number, retries = MOST_RETRIES): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => tokenOf(0, 0),
    refreshRetryTokenForRetry: async (token, { errorType }) => {
      const count = token.getRetryCount() + 1;
      if (count > retries || errorType === "CLIENT_ERROR") throw new Error("not tried again");
      const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** (count - 1)) * pace;
      return tokenOf(count, Math.random() * pause);
    },
    recordSuccess: () => {},
  };
}

function tokenOf(count: number, delay: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}
