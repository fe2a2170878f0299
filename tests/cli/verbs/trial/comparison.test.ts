import { deepStrictEqual, rejects } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { differences, readTrial } from "../../../../cli/verbs/trial/comparison";
import { trialShape } from "../../../../cli/verbs/trial/shape";

const base = {
  ...{ id: "3f9a71", result: "passed", begun: "2026-11-27T10:00:00.000Z", seconds: 1 },
  ...{ versions: {}, accounts: [], steps: [], leftOut: [], revoked: [], left: [], keys: [] },
};

function trial(world: string, code: string | undefined, result = "refused") {
  const expected = ["AccessDeniedException"];
  const own = { attempt: "somebody reads", expected, result, seconds: 0 };
  const same = { attempt: "somebody writes", expected, result: "refused", seconds: 0 };
  const read = { reader: "web", object: "own", value: "first", by: "mount", result: "reads" };
  return trialShape.parse({
    ...{ ...base, world, reads: [{ ...read, seconds: 0 }] },
    attempts: [
      { ...own, ...(code && { code }) },
      { ...same, code: "AccessDeniedException" },
    ],
  });
}

describe("the comparison of two trials", () => {
  const aws = trial("AWS", "AccessDenied");
  const sandbox = trial("sandbox", "AccessDeniedException");
  const difference = {
    attempt: "somebody reads",
    expected: "AccessDenied",
    observed: "AccessDeniedException",
  };

  it("expects AWS's answer of the sandbox, whichever file comes first", () => {
    deepStrictEqual(differences(aws, sandbox), [difference]);
    deepStrictEqual(differences(sandbox, aws), [difference]);
  });

  it("lists an attempt that succeeded, and one that was not made", () => {
    const succeeded = trial("AWS", undefined, "succeeded");
    deepStrictEqual(differences(succeeded, sandbox), [{ ...difference, expected: "succeeded" }]);
    const [first, ...rest] = aws.attempts;
    deepStrictEqual(differences({ ...aws, attempts: rest }, sandbox), [
      { ...difference, expected: "not tried" },
    ]);
    deepStrictEqual(first?.attempt, "somebody reads");
  });

  it("refuses a trial that made no attempt: nothing is the same as nothing", async () => {
    const directory = mkdtempSync(join(tmpdir(), "trial-"));
    const file = join(directory, "trial.json");
    writeFileSync(file, JSON.stringify({ ...aws, attempts: [], result: "failed" }));
    await rejects(readTrial(file), /must be of a trial that made attempts, got trial 3f9a71/);
    writeFileSync(file, JSON.stringify(aws));
    deepStrictEqual(await readTrial(file), aws);
    rmSync(directory, { recursive: true });
  });

  it("lists nothing where the answers are the same", () => {
    deepStrictEqual(differences(sandbox, sandbox), []);
  });
});
