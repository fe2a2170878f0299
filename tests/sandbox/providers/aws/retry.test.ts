import { rejects, strictEqual } from "node:assert/strict";

import { PACE_VARIABLE } from "../../../../sandbox/clusters/pace";
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
