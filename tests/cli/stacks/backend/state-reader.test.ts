import { deepStrictEqual, strictEqual } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";

import { stateReader } from "../../../../cli/stacks/backend/exported-state";
import { each } from "../../../facts";

describe("stateReader", () => {
  it("reads each stack once, and no more at once than it may", async () => {
    const read: string[] = [];
    let running = 0;
    let most = 0;
    const stateOf = stateReader(
      "project",
      async (_, stack) => {
        read.push(stack);
        most = Math.max(most, ++running);
        await sleep(5);
        running--;
        if (stack === "b") throw new Error("no such stack");
        return { resources: [{ urn: `urn::${stack}`, type: "t" }], pending: [] };
      },
      2,
    );
    const ended = await Promise.allSettled(["a", "b", "a", "c", "d"].map(stateOf));
    each(ended, (one) =>
      one.status === "fulfilled" ? one.value.resources[0]?.urn : one.reason.message,
    ).are(["urn::a", "no such stack", "urn::a", "urn::c", "urn::d"]);
    deepStrictEqual(read, ["a", "b", "c", "d"]);
    strictEqual(most, 2);
  });
});
