import { setTimeout as sleep } from "node:timers/promises";
import type { RetryStrategyV2, RetryToken } from "@smithy/types";
import { ownPace, timeOf } from "../../../clusters/pace";

interface ServiceError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string };
}

const notFoundNames = new Set([
  "NoSuchEntity",
  "NoSuchEntityException",
  "NotFoundException",
  "ResourceNotFoundException",
]);

/** A way in which AWS refuses a call: the error's name, and what its message says where the name is not enough. */
export interface Refusal {
  name: string;
  says?: string;
}

export function isRefusal(error: unknown, refusals: readonly Refusal[]): boolean {
  return (
    error instanceof Error &&
    refusals.some(({ name, says = "" }) => error.name === name && error.message.includes(says))
  );
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Error && notFoundNames.has(error.name);
}

/** An AWS error with its status, request and code, as the real provider prints it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { $metadata } = error as ServiceError;
  if (!$metadata?.httpStatusCode) return error.message;
  return `https response error StatusCode: ${$metadata.httpStatusCode}, RequestID: ${$metadata.requestId ?? ""}, api error ${error.name}: ${error.message}`;
}

export async function orGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** How often the true provider tries again where the program does not say it. */
const MOST_RETRIES = 25;
/** Its longest pause between two attempts, in milliseconds of AWS's time. */
const LONGEST_PAUSE = 20_000;

/** What the true provider tries again: throttling, AWS's failures, broken connections. The pause doubles each time, partly at random. */
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
