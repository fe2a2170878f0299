import { deepStrictEqual, ok, strictEqual } from "node:assert";

import { untilNoneIsOld } from "../../../cli/doctor/walk/old-pods";
import type { PodsSeen } from "../../../cli/doctor/walk/pods-shape";

const OLD: PodsSeen = { old: [{ reader: "web", says: "pod web-1" }], unseen: [] };
const NEW: PodsSeen = { old: [], unseen: [] };

describe("the wait for pods with an old value", () => {
  it("ends as soon as none has it", async () => {
    const looks = [OLD, OLD, NEW];
    deepStrictEqual(await untilNoneIsOld(async () => looks.shift() ?? OLD, 1, 1), NEW);
    strictEqual(looks.length, 0);
  });

  it("has an end, and says then who still has it", async () => {
    const started = Date.now();
    deepStrictEqual(await untilNoneIsOld(async () => OLD, 0.001, 10), OLD);
    ok(Date.now() - started < 1_000);
  });
});
