import { ALL_ATTEMPTS } from "../../attempts/all-attempts";

/** What the demo tries. Those that change share one copy, so those that take the reader's role apart come last. */
export const ATTEMPTS = ALL_ATTEMPTS.filter(({ isBeyondDemo }) => !isBeyondDemo);
