/** What was asked takes more than is granted: the claim is then unknown, and the message says why. */
export class TooHard extends Error {}

/** Milliseconds that are left until the deadline. Throws `TooHard` where there are none. */
export function inTime(deadline: number): number {
  const left = deadline - performance.now();
  if (left <= 0) throw new TooHard("the time for one claim ran out");
  return left;
}
