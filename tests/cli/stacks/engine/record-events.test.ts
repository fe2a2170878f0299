import { deepStrictEqual } from "node:assert";

import { eventRecord } from "../../../../cli/stacks/engine/record-events";

describe("what the events of a run tell", () => {
  it("counts no change where outputs of another stack are read anew, or no longer", () => {
    const record = eventRecord(() => undefined);
    record.onEvent({ summaryEvent: { resourceChanges: { same: 31, read: 1, discard: 1 } } });
    deepStrictEqual(record.changes, { same: 31 });
  });
});
