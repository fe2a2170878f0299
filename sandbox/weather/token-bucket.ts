/** Calls that may still be made at once: a second's worth at most, refilled as time goes. */
export interface TokenBucket {
  tokens: number;
  /** When there were so many. In milliseconds. */
  at: number;
}

/** Takes a token for one call. `taken` is false where there is none. */
export function takeToken(
  bucket: TokenBucket | undefined,
  perSecond: number,
  now: number,
): { bucket: TokenBucket; taken: boolean } {
  const capacity = Math.max(1, perSecond);
  const refilled = bucket
    ? Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    : capacity;
  const taken = refilled >= 1;
  return { taken, bucket: { tokens: taken ? refilled - 1 : refilled, at: now } };
}
