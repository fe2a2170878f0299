import { unauthorized } from "../kubernetes/api/access";
import type { BefallCluster } from "../kubernetes/api/cluster-call";
import type { Store } from "../store/store";
import type { Befall } from "../wire/dispatch";
import { draw } from "./draw";
import { isExpired } from "./expiry";
import { fateOf } from "./fate";
import { latenessOf } from "./late-records";
import { createLateStore } from "./late-store";
import { lagAt, placeOf } from "./places";
import { rateOf } from "./rates";
import { isCalm } from "./read-weather";
import { clusterFailed, clusterThrottled, failed, throttled } from "./refusals";
import { type TokenBucket, takeToken } from "./token-bucket";
import type { Weather } from "./weather";

/** What the weather does to a sandbox. */
export interface WeatherEffects {
  /** The store as calls read it. */
  store: Store;
  /** What becomes of each call. None in calm weather. */
  befall?: Befall;
  /** What becomes of each call of a cluster's API. None in calm weather. */
  befallCluster?: BefallCluster;
}

/** Puts a sandbox under a weather. `pace`: how fast AWS's time goes; at 0 nothing is late, nobody is throttled and no session ends early. */
export function createWeather(weather: Weather, store: Store, pace: number): WeatherEffects {
  if (isCalm(weather)) return { store };
  const late = createLateStore(store, pace);
  const buckets = new Map<string, TokenBucket>();
  const calls = new Map<string, number>();

  const isThrottled = (scope: string, service: string, operation: string, now: Date): boolean => {
    if (weather.busy === undefined || pace === 0) return false;
    const { operations, perSecond } = rateOf(service, operation);
    const left = (perSecond * (1 - weather.busy)) / pace;
    const name = `${scope} ${operations.join()}`;
    const { bucket, taken } = takeToken(buckets.get(name), left, now.getTime());
    buckets.set(name, bucket);
    return !taken;
  };
  const next = (kind: string): number => {
    const nth = (calls.get(kind) ?? 0) + 1;
    calls.set(kind, nth);
    return nth;
  };

  return {
    store: late,
    befall: async ({ caller, expired, now, operation, region, service }, answer) => {
      if (isExpired(weather, caller, now, pace)) throw expired();
      const scope = `${caller.account} ${service === "iam" ? "" : region} ${service}`;
      const kind = `${scope} ${operation}`;
      const nth = next(kind);
      if (isThrottled(scope, service, operation, now)) throw throttled(service);
      const fate = fateOf(weather, kind, nth);
      if (fate === "failed") throw failed(draw(weather.seed, "failure", kind, nth));
      const lag = lagAt(weather, placeOf(weather, kind, nth));
      const view = { lateness: latenessOf(service, operation), lag, now };
      const answered = await late.readBy(view, answer);
      return { ...answered, isLost: fate === "lost" };
    },
    befallCluster: async ({ caller, cluster, now, resource, verb }, answer) => {
      if (isExpired(weather, caller, now, pace)) throw unauthorized();
      const scope = `${cluster.account} ${cluster.region} kubernetes ${cluster.name}`;
      const kind = `${scope} ${verb} ${resource}`;
      const nth = next(kind);
      if (isThrottled(scope, "kubernetes", verb, now)) throw clusterThrottled();
      const fate = fateOf(weather, kind, nth);
      if (fate === "failed")
        throw clusterFailed(draw(weather.seed, "failure", kind, nth), resource);
      return { ...(await answer()), isLost: fate === "lost" };
    },
  };
}
