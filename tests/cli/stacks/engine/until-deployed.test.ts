import { deepStrictEqual, rejects } from "node:assert/strict";

import { untilDeployed } from "../../../../cli/stacks/engine/until-deployed";

const LISTED_LATE =
  "creating IAM Role Policies Exclusive (x): missing required field, PutRolePolicyInput.PolicyDocument.";

describe("untilDeployed", () => {
  let errors: string[];
  let runs: number;
  let steps: string[];

  /** Deploys a stack whose runs fail with these errors, one after the other, and then no more. */
  function deployed(failures: string[], stopIn?: "the run" | "the pause") {
    const stop = stopIn && new AbortController();
    errors = [];
    runs = 0;
    steps = [];
    const left = [...failures];
    return untilDeployed({
      pauses: [1, 1],
      access: {
        region: "eu-west-1",
        signal: (stop ?? new AbortController()).signal,
        onStep: (step) => {
          steps.push(step);
          if (stopIn === "the pause") stop?.abort();
        },
      },
      record: { errors, failedCreations: () => [], beginAgain: () => errors.splice(0) },
      takeIn: async () => {},
      deploy: async () => {
        runs++;
        const failure = left.shift();
        if (failure === undefined) return;
        errors.push(failure, "update failed");
        if (stopIn === "the run") stop?.abort();
        throw new Error(failure);
      },
    });
  }

  it("runs a stack again while IAM does not list what it has taken", async () => {
    await deployed([LISTED_LATE, LISTED_LATE]);
    deepStrictEqual([runs, steps.length], [3, 2]);
  });

  it("gives up where IAM still does not list it after all pauses", async () => {
    await rejects(deployed([LISTED_LATE, LISTED_LATE, LISTED_LATE]), { message: LISTED_LATE });
    deepStrictEqual(runs, 3);
  });

  it("runs it once where something else failed, or somebody interrupts it", async () => {
    await rejects(deployed(["AccessDenied"]), { message: "AccessDenied" });
    deepStrictEqual(runs, 1);
    await rejects(deployed([LISTED_LATE], "the run"), { message: LISTED_LATE });
    deepStrictEqual(runs, 1);
  });

  it("is stopped, and has not failed, where somebody interrupts it as it waits", async () => {
    await rejects(deployed([LISTED_LATE], "the pause"), { name: "StoppedRun" });
    deepStrictEqual(runs, 1);
  });
});
