import { deepStrictEqual } from "node:assert/strict";

import type { PlanAnswer } from "../../../../cli/verbs/plan/shape";
import { liveLines } from "../../../../cli/verbs/plan/text";

describe("what plan --live says", () => {
  it("says once what two looks found", () => {
    const answer = {
      live: [{ cluster: "shop", write: [], unread: "found no credentials" }],
      names: { taken: [], unread: ["found no credentials", "found no alias"] },
    } as unknown as PlanAnswer;
    deepStrictEqual(liveLines(answer), ["found no credentials", "found no alias"]);
  });
});
