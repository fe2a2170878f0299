import { deepStrictEqual } from "node:assert";

import { eventRecord } from "../../../../cli/stacks/engine/record-events";

const ROLE = { urn: "urn::orders", type: "aws:iam/role:Role" };

describe("what the events of a run tell", () => {
  it("counts no change where outputs of another stack are read anew, or no longer", () => {
    const record = eventRecord(() => undefined);
    record.onEvent({
      timestamp: 0,
      summaryEvent: { resourceChanges: { same: 31, read: 1, discard: 1 } },
    });
    deepStrictEqual(record.changes, { same: 31 });
  });

  it("counts what all runs have changed, where the run begins again", () => {
    const record = eventRecord(() => undefined);
    const end = (resourceChanges: Record<string, number>) =>
      record.onEvent({ timestamp: 0, summaryEvent: { resourceChanges } });
    end({ create: 11, same: 2 });
    record.beginAgain();
    end({ create: 1, same: 13 });
    deepStrictEqual(record.changes, { create: 12, same: 2 });
  });

  it("knows when it first began to make what failed, also where the run begins again", () => {
    const record = eventRecord(() => undefined);
    const metadata = { op: "create", type: "aws:iam/role:Role", urn: "urn::orders", new: ROLE };
    const fail = (timestamp: number) => {
      record.onEvent({ timestamp, resourcePreEvent: { metadata } });
      record.onEvent({ timestamp: timestamp + 5, resOpFailedEvent: { metadata } });
      return record.failedCreations();
    };
    const failed = [{ resource: ROLE, error: "", began: new Date(100_000) }];
    deepStrictEqual(fail(100), failed);
    record.beginAgain();
    deepStrictEqual(fail(200), failed);
  });
});
