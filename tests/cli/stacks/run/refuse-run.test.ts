import { deepStrictEqual } from "node:assert";

import { refusedRun, untouched } from "../../../../cli/stacks/run/refuse-run";

describe("a refused run", () => {
  const reasons = ["a name is taken", "secret a has a value"];

  it("says that no access was removed where somebody must confirm who loses it, and how to cut off a reader", () =>
    deepStrictEqual(
      untouched("up", reasons).message,
      "a name is taken\nsecret a has a value\nno stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once",
    ));

  it("speaks of no access where it would remove none", () => {
    const message = [...reasons, "no stack was run"].join("\n");
    deepStrictEqual(untouched("destroy", reasons).message, message);
    deepStrictEqual(refusedRun(reasons, [], []).message, message);
  });
});
