/** What was asked takes more than is granted: the claim is then unknown, and the message says why. */
export class TooHard extends Error {}

/** Milliseconds that are left until the deadline. Throws `TooHard` where there are none, and says what they went by with. */
export function inTime(deadline: number, doing: string): number {
  const left = deadline - performance.now();
  if (left <= 0) throw new TooHard(`the time for one claim (--time-limit) ran out while ${doing}`);
  return left;
}
