import { deepStrictEqual } from "node:assert";

import { roundsOf } from "../../bench/scale-simulation";
import { stackPlan } from "../../stacks/stack-plan";
import { landingZoneOf } from "../grant/support";

describe("roundsOf", () => {
  it("runs as many stacks at once as it may, each after those that it depends on", () => {
    // b.secrets waits for a.cluster, and a.workloads for all three.
    const stacks = stackPlan(landingZoneOf());
    deepStrictEqual(
      [1, 2, 3].map((parallel) => roundsOf(stacks, parallel)),
      [4, 3, 3],
    );
  });
});
