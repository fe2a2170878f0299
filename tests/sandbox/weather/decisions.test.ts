import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";

import { isExpired } from "../../../sandbox/weather/expiry";
import { fateOf } from "../../../sandbox/weather/fate";
import { latenessOf, longestLag } from "../../../sandbox/weather/late-records";
import { lagAt, PLACES, placeOf } from "../../../sandbox/weather/places";
import { rateOf } from "../../../sandbox/weather/rates";
import { isCalm, readWeather, WEATHER_NAMES } from "../../../sandbox/weather/read-weather";
import { type TokenBucket, takeToken } from "../../../sandbox/weather/token-bucket";

const CALLS = Array.from({ length: 2000 }, (_, index) => index + 1);

describe("the weather", () => {
  it("is read by its name, or drawn from a seed", () => {
    deepStrictEqual(
      WEATHER_NAMES.filter((name) => isCalm(readWeather(name))),
      ["calm"],
    );
    deepStrictEqual(readWeather("17"), readWeather("17"));
    notDeepStrictEqual(
      { ...readWeather("17"), name: "", seed: 0 },
      { ...readWeather("18"), name: "", seed: 0 },
    );
    strictEqual(readWeather("-3").name, "seed -3");
  });

  it("is no other word, and no number with a fraction", () => {
    for (const text of ["sunny", "1.5", "", "constructor"]) {
      throws(
        () => readWeather(text),
        /the weather must be calm, .*, or a whole number as its seed/,
      );
    }
  });

  it("draws the fate of each call from its seed, as often as it says", () => {
    const storm = readWeather("storm");
    const fates = CALLS.map((nth) => fateOf(storm, "1 iam CreateRole", nth));
    deepStrictEqual(
      CALLS.map((nth) => fateOf(storm, "1 iam CreateRole", nth)),
      fates,
    );
    const share = (fate: string) => fates.filter((one) => one === fate).length / CALLS.length;
    ok(Math.abs(share("failed") - storm.failing) < 0.02);
    ok(Math.abs(share("lost") - storm.losing) < 0.02);
    notDeepStrictEqual(
      CALLS.map((nth) => fateOf({ ...storm, seed: 1 }, "1 iam CreateRole", nth)),
      fates,
    );
    ok(CALLS.every((nth) => fateOf(readWeather("calm"), "any", nth) === "answered"));
  });

  it("has a place that sees changes at once, and one that sees them as late as can be", () => {
    const slow = readWeather("slow-iam");
    const lags = Array.from({ length: PLACES }, (_, place) => lagAt(slow, place));
    strictEqual(lags[0], 0);
    strictEqual(lags.at(-1), 1);
    ok(lags.every((lag) => lag >= 0 && lag <= 1));
    const places = new Set(CALLS.map((nth) => placeOf(slow, "any", nth)));
    strictEqual(places.size, PLACES);
  });

  it("shows IAM late to all services, and KMS's keys late to KMS and to readers of secrets", () => {
    strictEqual(longestLag("role"), 20_000);
    strictEqual(longestLag("secret"), 0);
    deepStrictEqual(latenessOf("kms", "PutKeyPolicy").get("role"), {
      longest: 20_000,
      inTransactions: true,
    });
    strictEqual(latenessOf("iam", "PutRolePolicy").get("role")?.inTransactions, false);
    strictEqual(latenessOf("iam", "GetRole").get("kms-key"), undefined);
    strictEqual(latenessOf("secretsmanager", "GetSecretValue").get("kms-key")?.longest, 5_000);
    strictEqual(latenessOf("secretsmanager", "UpdateSecret").get("kms-key"), undefined);
    strictEqual(latenessOf("eks-auth", "AssumeRoleForPodIdentity").size, 6);
  });
});

describe("sessions", () => {
  it("end at the age that the weather says, at the pace of AWS's time, and never where that stands still", () => {
    const weather = { ...readWeather("calm"), sessions: 900 };
    const caller = { arn: "arn:aws:sts::111111111111:assumed-role/deploy/me", issuedAt: 0 };
    const isOver = (seconds: number, pace: number) =>
      isExpired(weather, caller, new Date(seconds * 1000), pace);
    deepStrictEqual([isOver(900, 1), isOver(901, 1)], [false, true]);
    deepStrictEqual([isOver(90, 0.1), isOver(91, 0.1)], [false, true]);
    deepStrictEqual([isOver(1, 0), isOver(1_000_000, 0)], [false, false]);
  });
});

describe("throttling", () => {
  it("counts the operations that AWS counts together", () => {
    strictEqual(rateOf("kms", "CreateKey").perSecond, 5);
    strictEqual(rateOf("kms", "PutKeyPolicy").perSecond, 15);
    deepStrictEqual(
      rateOf("secretsmanager", "GetResourcePolicy"),
      rateOf("secretsmanager", "PutResourcePolicy"),
    );
    notDeepStrictEqual(rateOf("kms", "CreateKey"), rateOf("kms", "CreateAlias"));
    deepStrictEqual(rateOf("iam", "GetRole"), rateOf("iam", "CreateRole"));
  });

  it("takes a second's worth at once, and then as many as come back with time", () => {
    let bucket: TokenBucket | undefined;
    const taken = (now: number) => {
      const result = takeToken(bucket, 5, now);
      bucket = result.bucket;
      return result.taken;
    };
    deepStrictEqual(
      [1, 2, 3, 4, 5, 6].map(() => taken(0)),
      [true, true, true, true, true, false],
    );
    strictEqual(taken(100), false);
    strictEqual(taken(200), true);
    strictEqual(taken(200), false);
    deepStrictEqual([1, 2, 3, 4, 5, 6].map(() => taken(60_000)).at(-1), false);
  });

  it("lets one call through now and then at less than one a second", () => {
    const first = takeToken(undefined, 0.5, 0);
    const second = takeToken(first.bucket, 0.5, 1000);
    deepStrictEqual([first.taken, second.taken], [true, false]);
    strictEqual(takeToken(second.bucket, 0.5, 2000).taken, true);
  });
});
