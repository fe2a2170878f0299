import { rejects } from "node:assert";

import type { PlannedRun } from "../../../../cli/stacks/before-run/planned-run";
import { refuseRun } from "../../../../cli/stacks/run/refuse-run";
import { stackPlan } from "../../../../stacks/stack-plan";
import { landingZoneOf } from "../../../grant/support";

const zone = landingZoneOf({});

/** Refuses a run in which nothing may be looked at or changed. */
function refuse(operation: PlannedRun["operation"], open: string[]) {
  const untouched = () => Promise.reject(new Error("nothing was confirmed"));
  const stacks = stackPlan(zone);
  const held = new Map(stacks.map(({ name }) => [name, { resources: 2, inProgress: false }]));
  const place = {
    workDir: ".",
    inventory: "zone.yaml",
    isMeant: true,
    toEmpty: [],
    chosen: new Set<string>(),
  };
  const own: PlannedRun = { ...place, operation, zone, stacks, held, stateOf: untouched };
  const reasons = ["a name is taken"];
  return refuseRun({ engine: { refresh: untouched }, open, own, owners: [], reasons });
}

describe("a refused run", () => {
  it("removes no access while something is not confirmed, and says how to cut off a reader", () =>
    rejects(refuse("up", ["secret a has a value"]), {
      message:
        "a name is taken\nsecret a has a value\nno stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once",
    }));

  it("speaks of no access where it would remove none", async () => {
    for (const open of [[], ["secret a has a value"]]) {
      const message = ["a name is taken", ...open, "no stack was run"].join("\n");
      await rejects(refuse("destroy", open), { message });
    }
  });
});
