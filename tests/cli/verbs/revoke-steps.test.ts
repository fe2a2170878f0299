import { deepStrictEqual } from "node:assert";

import { changedStacks, denyingSteps, liftingSteps } from "../../../cli/verbs/revoke/steps";
import { inventoryText, reader } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";

describe("the steps of a revocation", () => {
  it("reach the old secret, too, as long as another one takes its place", () => {
    const secrets = "\n  new: { account: b, key: pods, renamedFrom: foreign }";
    const [web] = landingZone(inventoryText({ secrets, readers: reader("[new]") })).readers;
    if (!web) throw new Error("the inventory has no reader");
    const both = ["secret new", "secret foreign"];
    for (const steps of [denyingSteps(web), liftingSteps(web)]) {
      const subjects = steps.map(({ subject }) => subject.split(" of account")[0]);
      deepStrictEqual(
        subjects.filter((one) => both.includes(one ?? "")),
        both,
      );
    }
    deepStrictEqual(changedStacks(web, false)[0]?.resources, ["new-policy", "foreign-policy"]);
  });
});
