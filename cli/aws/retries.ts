import type { RetryErrorType, RetryStrategyV2, RetryToken } from "@smithy/types";

/**
 * The most attempts of a call that AWS throttles, as happens if others call in the same account, and of one that fails or breaks
 * off.
 */
const MOST_ATTEMPTS: Record<RetryErrorType, number> = {
  THROTTLING: 12,
  TRANSIENT: 3,
  SERVER_ERROR: 3,
  CLIENT_ERROR: 1,
};

/** The longest pause, in milliseconds. */
const LONGEST_PAUSE = 5_000;

/** A retry strategy that tries longer than the SDK while AWS only asks for patience, but not if nothing answers. */
export function patientRetries(): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => tokenOf(0, 0),
    refreshRetryTokenForRetry: async (token, { errorType }) => {
      const attempts = token.getRetryCount() + 1;
      if (attempts >= MOST_ATTEMPTS[errorType]) throw new Error("not tried again");
      const pause = Math.min(LONGEST_PAUSE, 100 * 2 ** attempts);
      return tokenOf(attempts, Math.random() * pause);
    },
    recordSuccess: () => {},
  };
}

function tokenOf(count: number, delay: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => delay };
}
