/**
 * The limits of one question apart from the time: things that no clock bounds, or that memory must hold. Beyond a limit an answer
 * is unknown, never proved or complete.
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

/**
 * All limits, with defaults for those not given. Throws for an unknown name, or for a value that is not a whole number of at
 * least 1.
 */
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

/** Says that a limit was exceeded, with its option and its value. */
export function pastLimit(name: LimitName, most: number): string {
  return `more than ${most} ${LIMITS[name].of} (--limit ${name}=${most})`;
}

/** Throws `TooHard` if there are more than the limit. */
export function heedLimit(name: LimitName, most: number, count: number): void {
  if (count > most) throw new TooHard(pastLimit(name, most));
}

/** Thrown if a question takes more than allowed. The claim is then unknown, and the message says why. */
export class TooHard extends Error {}

/** The allowed time is over. */
export class OutOfTime extends TooHard {
  constructor(private readonly doing: string) {
    super(`the time for one claim (--time-limit) ran out while ${doing}`);
  }

  /** The message with the allowed time. */
  granted(milliseconds: number): string {
    return `the time for one claim (--time-limit ${milliseconds / 1000}) ran out while ${this.doing}`;
  }
}

/** The result, or why it takes more than allowed. */
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

/** Milliseconds until the deadline. Throws `OutOfTime` if it is over, with what was being done. */
export function inTime(deadline: number, doing: string): number {
  const left = deadline - performance.now();
  if (left <= 0) throw new OutOfTime(doing);
  return left;
}
