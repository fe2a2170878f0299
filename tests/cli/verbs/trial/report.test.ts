import { doesNotMatch, match } from "node:assert";

import { emptyOutcome } from "../../../../cli/verbs/trial/answer";
import { reportText } from "../../../../cli/verbs/trial/report";
import type { TrialAnswer } from "../../../../cli/verbs/trial/shape";

const ANSWER: TrialAnswer = {
  ...{ id: "3f9a71", result: "passed", world: "sandbox", seconds: 90 },
  ...{ begun: "2026-11-27T10:00:00.000Z", accounts: [], steps: [] },
  ...emptyOutcome(),
};

describe("the report of a trial", () => {
  it("says when the trial went on after it was stopped", () => {
    const resumed = ["2026-11-27T11:00:00.000Z", "2026-11-27T12:00:00.000Z"];
    match(
      reportText({ ...ANSWER, resumed }),
      /^It was stopped, and went on at 2026-11-27T11:00:00\.000Z and 2026-11-27T12:00:00\.000Z\.$/m,
    );
    doesNotMatch(reportText(ANSWER), /It was stopped/);
  });

  it("says of a run that was killed what its stack held, and else that none was killed", () => {
    const kill = { stack: "pods.workloads", resources: 5 };
    match(
      reportText({ ...ANSWER, kill: { ...kill, isKilled: true } }),
      /^The run of stack pods\.workloads was killed when it held 5 resources, and then repeated\.$/m,
    );
    match(
      reportText({ ...ANSWER, kill: { ...kill, isKilled: false } }),
      /^No run was killed: the trial saw none that brought stack pods\.workloads to 5 resources\.$/m,
    );
  });
});
