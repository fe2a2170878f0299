import { createHash } from "node:crypto";

/** How AWS behaves towards callers. Times and rates are AWS's own, at the sandbox's pace. */
export interface Weather {
  name: string;
  seed: number;
  /** How late the slowest readers see a change, as a share of AWS's longest time. 0: everyone sees it at once. */
  lag: number;
  /** The share of AWS's rates that other callers use, from 0 to below 1. Undefined: no throttling. */
  busy?: number;
  /** Share of calls that AWS fails and does not carry out, from 0 to 1. */
  failing: number;
  /** Share of calls that AWS carries out but whose answer is lost, from 0 to 1. */
  losing: number;
  /** Longest life of a kept session, in seconds. Undefined: as long as AWS said when it was made. */
  sessions?: number;
}

export const WEATHER_VARIABLE = "EKS_POD_SECRETS_SANDBOX_WEATHER";

const CALM: Omit<Weather, "name" | "seed"> = { lag: 0, failing: 0, losing: 0 };

const NAMED: Record<string, Omit<Weather, "name" | "seed">> = {
  calm: CALM,
  "slow-iam": { ...CALM, lag: 1 },
  throttled: { ...CALM, busy: 0.9 },
  failing: { ...CALM, failing: 0.1 },
  "lost-answers": { ...CALM, losing: 0.05 },
  expiring: { ...CALM, sessions: 900 },
  storm: { lag: 1, busy: 0.8, failing: 0.04, losing: 0.03 },
};

export const WEATHER_NAMES: readonly string[] = Object.keys(NAMED);

/** The weather with a name, or one drawn from a seed. Throws a `RangeError` for anything else. */
export function readWeather(text: string): Weather {
  const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined;
  if (named) return { name: text, seed: 0, ...named };
  if (!/^-?\d{1,15}$/.test(text)) {
    throw new RangeError(
      `the weather must be ${WEATHER_NAMES.join(", ")}, or a whole number as its seed, got ${JSON.stringify(text)}`,
    );
  }
  return drawnWeather(Number(text));
}

export function isCalm({ busy, failing, lag, losing, sessions }: Weather): boolean {
  return lag + failing + losing === 0 && busy === undefined && sessions === undefined;
}

/** Some of everything, each no worse than in the storm. */
function drawnWeather(seed: number): Weather {
  const { busy = 0, failing, lag, losing } = NAMED.storm as Weather;
  return {
    name: `seed ${seed}`,
    seed,
    lag: lag * draw(seed, "lag"),
    busy: busy * draw(seed, "busy"),
    failing: failing * draw(seed, "failing"),
    losing: losing * draw(seed, "losing"),
  };
}

/** A number from 0 to below 1, always the same for the same seed and names. */
export function draw(seed: number, ...names: (string | number)[]): number {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, ...names]))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
