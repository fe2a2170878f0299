import { strictEqual } from "node:assert";
import { ALL_ATTEMPTS } from "../../../../attempts/all-attempts";
import {
  emptyOutcome,
  removalVerdict,
  type TrialOutcome,
  verdict,
} from "../../../../cli/verbs/trial/answer";
import type { TrialAnswer } from "../../../../cli/verbs/trial/shape";

const refused = {
  ...{ expected: ["AccessDeniedException"], seconds: 0 },
  result: "refused" as const,
};
const read = { reader: "web", object: "own", value: "first", by: "mount", seconds: 0 } as const;
const tried = ALL_ATTEMPTS.slice(3);
const STEPS: TrialAnswer["steps"] = [{ step: "deploy", result: "done", seconds: 1 }];

const GOOD: TrialOutcome = {
  ...emptyOutcome(),
  reads: [{ ...read, result: "reads" }],
  attempts: tried.map(({ name }) => ({ ...refused, attempt: name })),
  revoked: [{ ...refused, attempt: "web, cut off" }],
  proof: { result: "proved", claims: 9, open: [] },
};
const [first, ...others] = GOOD.attempts as [TrialAnswer["attempts"][number]];

describe("the verdict on a trial", () => {
  it("is passed where all was read, refused, done and removed", () => {
    strictEqual(verdict(GOOD, STEPS, { tried }), "passed");
  });

  const failures: Record<string, [Partial<TrialOutcome>, TrialAnswer["steps"]?]> = {
    "a read failed": [{ reads: [...GOOD.reads, { ...read, result: "fails" }] }],
    "nothing was read": [{ reads: [] }],
    "an attempt succeeded": [{ attempts: [{ ...first, result: "succeeded" }, ...others] }],
    "an attempt could not be made": [{ attempts: [{ ...first, result: "not made" }, ...others] }],
    "an attempt is missing": [{ attempts: others }],
    "the reader that was cut off still reads": [{ revoked: [{ ...first, result: "succeeded" }] }],
    "no reader was cut off": [{ revoked: [] }],
    "nothing was proved": [{ proof: undefined }],
    "the proof is unknown": [{ proof: { result: "unknown", claims: 9, open: ["one"] } }],
    "the proof is of no claim": [{ proof: { result: "proved", claims: 0, open: [] } }],
    "something is left": [{ left: [{ account: "111111111111", kind: "role", name: "web" }] }],
    "a step failed": [{}, [{ step: "deploy", result: "failed", reason: "no", seconds: 1 }]],
  };
  for (const [what, [change, steps = STEPS]] of Object.entries(failures)) {
    it(`is failed where ${what}`, () => {
      strictEqual(verdict({ ...GOOD, ...change }, steps, { tried }), "failed");
    });
  }
});

describe("the verdict on a removal", () => {
  const left = [{ account: "111111111111", kind: "role", name: "web" }];
  const failed: TrialAnswer["steps"] = [
    { step: "destroy the stacks", result: "failed", reason: "no", seconds: 1 },
  ];

  it("is removed only where something was found, nothing is left, and every step is done", () => {
    strictEqual(removalVerdict({ isAny: true }, { left: [] }, STEPS), "removed");
    strictEqual(removalVerdict({ isAny: true }, { left: [] }, failed), "failed");
    strictEqual(removalVerdict({ isAny: false }, { left: [] }, failed), "failed");
    strictEqual(removalVerdict({ isAny: true }, { left }, STEPS), "failed");
    strictEqual(removalVerdict({ isAny: false }, { left: [] }, STEPS), "nothing found");
  });
});
