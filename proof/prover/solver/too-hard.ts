/** What was asked takes more than is granted: the claim is then unknown, and the message says why. */
export class TooHard extends Error {}

/** The time that was granted is over. */
export class OutOfTime extends TooHard {
  constructor(private readonly doing: string) {
    super(`the time for one claim (--time-limit) ran out while ${doing}`);
  }

  /** The same with the time that was granted. */
  granted(milliseconds: number): string {
    return `the time for one claim (--time-limit ${milliseconds / 1000}) ran out while ${this.doing}`;
  }
}

/** What was found, or why it takes more than is granted. */
export async function orTooHard<T>(
  finding: Promise<T>,
  otherwise: (reason: string) => T,
): Promise<T> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof TooHard) return otherwise(error.message);
    throw error;
  }
}

/** Milliseconds that are left until the deadline. Throws `OutOfTime` where there are none, and says what they went by with. */
export function inTime(deadline: number, doing: string): number {
  const left = deadline - performance.now();
  if (left <= 0) throw new OutOfTime(doing);
  return left;
}
