/**
 * What one question may take, beside the time: so much as no clock bounds, or as memory has to hold. Past a limit an answer is
 * unknown, and never proved or complete.
 */
export const LIMITS = {
  comparisons: { default: 500_000, of: "comparisons of condition keys and values in one question" },
  resolutions: { default: 1_000, of: "ways to resolve the variables of one pattern" },
  states: { default: 20_000, of: "states in one search for a text" },
  literals: { default: 5_000_000, of: "literals in the clauses of one question" },
  principals: {
    default: 200,
    of: "principals who can read one secret, of whom the documents say nothing",
  },
  changes: { default: 20, of: "principals who gain, or lose, one secret" },
  chain: { default: 16, of: "roles in a chain, each of which assumes the next" },
} as const;

export type LimitName = keyof typeof LIMITS;
export type Limits = Record<LimitName, number>;

const NAMES = Object.keys(LIMITS) as LimitName[];

/** All limits, by default where not given. Throws where a name is not known, or a value is no whole number from 1 on. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!NAMES.some((one) => one === name)) {
      throw new Error(`a limit must be one of ${NAMES.join(", ")}, got ${name}`);
    }
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new Error(`the limit ${name} must be a whole number from 1 on, got ${value}`);
    }
  }
  const all = NAMES.map((name) => [name, given[name] ?? LIMITS[name].default]);
  return Object.fromEntries(all) as Limits;
}

/** Says that a limit was passed: by which option it can be set, and how it was. */
export function pastLimit(name: LimitName, most: number): string {
  return `more than ${most} ${LIMITS[name].of} (--limit ${name}=${most})`;
}

/** Throws `TooHard` where there are more than the most. */
export function heedLimit(name: LimitName, most: number, count: number): void {
  if (count > most) throw new TooHard(pastLimit(name, most));
}

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
