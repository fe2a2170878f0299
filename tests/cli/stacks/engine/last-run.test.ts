import { deepStrictEqual } from "node:assert";

import { lastRun } from "../../../../cli/stacks/engine/last-run";
import { fakePulumi, keptFiles } from "../../fake-pulumi/kept-stacks";
import { withFiles } from "../../support";

describe("the last run of a stack that others destroy", () => {
  it("is done once nothing is left, whatever the engine calls a success", async () => {
    const last = {
      kind: "destroy",
      message: "mark",
      result: "succeeded",
      startTime: "now",
      version: 1,
    };
    for (const [left, isDone] of [
      [0, true],
      [2, false],
    ] as const) {
      const files = keptFiles({ "a.secrets": { resources: left, last } });
      await withFiles(files, async (directory) => {
        const before = { ...process.env };
        Object.assign(process.env, fakePulumi(directory));
        try {
          const run = await lastRun(directory, "a.secrets", "destroy", "mark");
          deepStrictEqual([run.isDone, run.isFailed], [isDone, !isDone]);
        } finally {
          process.env = before;
        }
      });
    }
  });
});
