import { ok, rejects, strictEqual } from "node:assert/strict";

import { PACE_VARIABLE } from "../../../../sandbox/clusters/pace";
import { providerRetries } from "../../../../sandbox/providers/aws/account/retry-strategy";
import { retried } from "../../../../sandbox/providers/aws/lifecycle/retry";
import { setEnvironment } from "../support";

const REFUSALS = [{ name: "MalformedPolicyDocumentException", says: "Invalid principal" }];

describe("retried", () => {
  let calls = 0;
  const refusedTwice = (message: string) => async () => {
    if (++calls > 2) return "made";
    throw Object.assign(new Error(message), { name: "MalformedPolicyDocumentException" });
  };
  const atPace = async <T>(pace: string, act: () => Promise<T>) => {
    calls = 0;
    const restore = setEnvironment({ [PACE_VARIABLE]: pace });
    return act().finally(restore);
  };

  it("tries again what AWS may take later, for a while of AWS's time", async () => {
    const act = refusedTwice("Invalid principal in policy");
    strictEqual(await atPace("0.05", () => retried(REFUSALS, act)), "made");
    await rejects(
      atPace("0.001", () => retried(REFUSALS, act)),
      /Invalid principal/,
    );
    strictEqual(calls, 2);
  });

  it("tries nothing again that fails for another reason, or in a sandbox without time", async () => {
    await atPace("0.05", () => rejects(retried(REFUSALS, refusedTwice("Syntax error"))));
    strictEqual(calls, 1);
    await atPace("0", () => rejects(retried(REFUSALS, refusedTwice("Invalid principal"))));
    strictEqual(calls, 1);
  });
});

describe("the retries of the provider for AWS", () => {
  /** After how many attempts it gives up, and the longest pause. */
  const attempts = async (
    errorType: "THROTTLING" | "TRANSIENT" | "CLIENT_ERROR",
    most?: number,
  ) => {
    const strategy = providerRetries(0.1, most);
    let token = await strategy.acquireInitialRetryToken("");
    const pauses = [token.getRetryDelay()];
    try {
      for (;;) {
        token = await strategy.refreshRetryTokenForRetry(token, { errorType });
        pauses.push(token.getRetryDelay());
      }
    } catch {
      return { count: pauses.length, longest: Math.max(...pauses) };
    }
  };

  it("are 25 of what is throttled, fails or breaks off, with pauses of at most 20 s of AWS's time", async () => {
    for (const errorType of ["THROTTLING", "TRANSIENT"] as const) {
      const { count, longest } = await attempts(errorType);
      strictEqual(count, 26);
      ok(longest > 200 && longest <= 2_000, String(longest));
    }
  });

  it("are as many as the program says", async () => {
    strictEqual((await attempts("THROTTLING", 3)).count, 4);
  });

  it("are none of what AWS refuses", async () => {
    strictEqual((await attempts("CLIENT_ERROR")).count, 1);
  });
});
