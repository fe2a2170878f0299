import { draw } from "./draw";
import type { Weather } from "./weather";

/** Names the variable with the sandbox's weather, for its server. */
export const WEATHER_VARIABLE = "EKS_POD_SECRETS_SANDBOX_WEATHER";

const CALM: Omit<Weather, "name" | "seed"> = { lag: 0, failing: 0, losing: 0 };

/** The weathers that have names. */
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

/** The weather of a name, or the one that a seed draws. Throws a `RangeError` for anything else. */
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

/** Whether nothing at all goes wrong. */
export function isCalm({ busy, failing, lag, losing, sessions }: Weather): boolean {
  return lag + failing + losing === 0 && busy === undefined && sessions === undefined;
}

/** Some of everything, each at most as bad as in the storm. */
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
