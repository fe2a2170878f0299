import { unauthorized } from "../kubernetes/api/access";
import type { BefallCluster } from "../kubernetes/api/cluster-call";
import { StatusError } from "../kubernetes/model/status-error";
import type { Store } from "../store/store";
import type { Befall } from "../wire/dispatch";
import { AwsError } from "../wire/messages";
import {
  fateOf,
  isExpired,
  lagAt,
  placeOf,
  rateOf,
  type TokenBucket,
  takeToken,
} from "./decisions";
import { createLateStore, latenessOf } from "./late-store";
import { draw, isCalm, type Weather } from "./weather";

interface WeatherEffects {
  store: Store;
  /** The fate of each call. Absent in calm weather. */
  befall?: Befall;
  /** The fate of each call to a cluster's API. Absent in calm weather. */
  befallCluster?: BefallCluster;
}

/** Applies weather to a sandbox. `pace`: how slow AWS is. At 0 nothing is late, throttled or ends early. */
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

/** Each service's throttling error: code, status and text. Others say `ThrottlingException`. */
const THROTTLED: Record<string, [code: string, status: number, text: string]> = {
  iam: ["Throttling", 400, "Rate exceeded"],
  sts: ["Throttling", 400, "Rate exceeded"],
  kms: [
    "ThrottlingException",
    400,
    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
  ],
  ec2: ["RequestLimitExceeded", 503, "Request limit exceeded."],
  eks: ["TooManyRequestsException", 429, "Too Many Requests"],
  "eks-auth": ["ThrottlingException", 429, "Rate exceeded"],
};

export function throttled(service: string): AwsError {
  const [code, status, text] = THROTTLED[service] ?? ["ThrottlingException", 400, "Rate exceeded"];
  return new AwsError(code, text, status);
}

/** AWS's two ways to fail, equally likely. `drawn`: a number from 0 to below 1. */
export function failed(drawn: number): AwsError {
  return drawn < 0.5
    ? new AwsError(
        "InternalFailure",
        "The request processing has failed because of an unknown error, exception or failure.",
        500,
        "Receiver",
      )
    : new AwsError(
        "ServiceUnavailable",
        "The request has failed due to a temporary failure of the server.",
        503,
        "Receiver",
      );
}

export function clusterThrottled(): StatusError {
  return new StatusError(
    429,
    "TooManyRequests",
    "the server has received too many requests and has asked us to try again later",
    { retryAfterSeconds: 1 },
  );
}

/** A cluster's two ways to fail. The first asks the caller to retry, the second does not. */
export function clusterFailed(drawn: number, resource: string): StatusError {
  return drawn < 0.5
    ? new StatusError(
        500,
        "ServerTimeout",
        `The operation against ${resource} could not be completed at this time, please try again.`,
        { retryAfterSeconds: 1 },
      )
    : new StatusError(
        500,
        "InternalError",
        "Internal error occurred: etcdserver: request timed out",
      );
}
