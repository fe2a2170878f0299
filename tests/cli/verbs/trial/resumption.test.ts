import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { emptyOutcome } from "../../../../cli/verbs/trial/answer";
import { writeAnswer } from "../../../../cli/verbs/trial/answer-file";
import { trialNames } from "../../../../cli/verbs/trial/names";
import { shownBy, stoppedTrial } from "../../../../cli/verbs/trial/resumption";
import { runTrial, type Trial } from "../../../../cli/verbs/trial/run-trial";
import { scenarioText } from "../../../../cli/verbs/trial/scenario";
import type { TrialAnswer } from "../../../../cli/verbs/trial/shape";
import { createSteps, type Steps } from "../../../../cli/verbs/trial/steps";
import { occupy, trialDirectory } from "../../../../cli/verbs/trial/trial-directory";
import { castOf } from "../../../../cli/verbs/trial/trial-scene";
import { landingZone } from "../../../stacks/run-stack";

const done = (...steps: string[]): TrialAnswer["steps"] =>
  steps.map((step) => ({ step, result: "done", seconds: 1 }));

const tried: TrialAnswer["attempts"][number] = {
  ...{ attempt: "someone reads", expected: [], result: "refused", seconds: 1 },
};
const STOPPED: TrialAnswer = {
  ...{ id: "3f9a71", result: "interrupted", world: "sandbox", seconds: 1 },
  ...{ begun: "2026-11-27T10:00:00.000Z", accounts: [], steps: [] },
  ...emptyOutcome(),
};
const PLACE = {
  reader: { id: "111111111111", profile: "pods" },
  owner: { id: "222222222222", profile: "data" },
  region: "us-east-1",
};

function stepsAfter(steps: TrialAnswer["steps"]): string[] {
  return shownBy({ ...STOPPED, steps }).steps.map(({ step }) => step);
}

describe("a trial that was stopped", () => {
  const deployed = ["deploy clusters and secrets", "put the first values"];
  const read = [...deployed, "deploy readers and probe pods", "read the first values"];

  it("puts values again that were not read, since they were in its memory only", () => {
    deepStrictEqual(stepsAfter(done(...deployed)), ["deploy clusters and secrets"]);
    deepStrictEqual(stepsAfter(done(...read)), read);
    const second = [...read, "prove what both accounts hold", "put the second values"];
    deepStrictEqual(stepsAfter(done(...second)), second.slice(0, -1));
  });

  const removal = ["remove what attempts have made", "destroy the stacks"];
  const lookUp = "look up what was deployed";

  it("looks up again what was deployed", () => {
    deepStrictEqual(stepsAfter(done(...read, lookUp)), read);
  });

  it("takes nothing again but the removal once that has begun: what was deployed may be gone", async () => {
    const shown = [
      ...[...read, lookUp, "make the attempts that change nothing"],
      ...["prove what both accounts hold", "put the second values", "read the second values"],
      ...["make the attempts that change roles and associations", "cut off the reader"],
    ];
    const { outcome, steps: taken } = shownBy({ ...STOPPED, steps: done(...shown, ...removal) });
    const asked: string[] = [];
    const steps: Steps = {
      taken,
      take: async (step) => {
        if (!taken.some((one) => one.step === step)) asked.push(step);
        return true;
      },
    };
    const zone = landingZone(scenarioText(trialNames("3f9a71"), PLACE));
    const trial = { zone, cast: castOf(zone), names: trialNames("3f9a71"), steps, isResumed: true };
    const directory = trialDirectory("eps-trial-3f9a71");
    await runTrial({ ...trial, directory } as Trial, outcome);
    deepStrictEqual(asked, [...removal, "remove what is left, found by its tag"]);
  });

  it("keeps a step that failed, so that the trial fails", () => {
    const failed = { step: "put the second values", result: "failed", seconds: 1 } as const;
    deepStrictEqual(stepsAfter([...done(...read), failed]), [...read, failed.step]);
  });

  it("keeps every answer to an attempt, and those of a reader that was cut off only whole", () => {
    const partial = { ...STOPPED, attempts: [tried], revoked: [tried] };
    const { outcome } = shownBy(partial);
    deepStrictEqual([outcome.attempts, outcome.revoked], [[tried], []]);
    strictEqual(outcome.resumed?.length, 1);
    const whole = shownBy({ ...partial, steps: done("cut off the reader") });
    deepStrictEqual(whole.outcome.revoked, [tried]);
  });

  it("names each version that it ran with", () => {
    const now = emptyOutcome().versions;
    const before = { ...now, "eks-pod-secrets": "0.0.1", Pulumi: "v3.1.0" };
    const { versions } = shownBy({ ...STOPPED, versions: before }).outcome;
    const both = `0.0.1, then ${now["eks-pod-secrets"]}`;
    deepStrictEqual(versions, { ...before, "eks-pod-secrets": both });
    deepStrictEqual(shownBy({ ...STOPPED, versions }).outcome.versions, versions);
  });

  it("takes no step that was taken, and keeps what came of each other one", async () => {
    let kept = 0;
    const { signal } = new AbortController();
    const steps = createSteps({
      taken: [...done("one"), { step: "two", result: "failed", seconds: 1 }],
      ...{ signal, say: () => {}, keep: async () => void kept++ },
    });
    const work: string[] = [];
    const take = (step: string) => steps.take(step, async () => void work.push(step));
    deepStrictEqual(
      [await take("one"), await take("two"), await take("three")],
      [true, false, true],
    );
    deepStrictEqual([work, kept, steps.taken.length], [["three"], 1, 3]);
  });

  describe("in its directory", () => {
    const path = mkdtempSync(join(tmpdir(), "eks-pod-secrets-trial-"));
    const directory = trialDirectory(path);
    after(() => rmSync(path, { recursive: true }));
    const at = (hour: string) => stoppedTrial("3f9a71", directory, new Date(`2026-11-${hour}Z`));

    it("goes on until it expires", async () => {
      await rejects(at("27T11:00:00"), /no such file; run --resume in the directory in which/);
      await writeAnswer(directory.answer, STOPPED);
      deepStrictEqual(await at("28T09:59:59"), STOPPED);
      await rejects(at("28T10:00:01"), /expired at 2026-11-28T10:00:00.000Z, .*--remove 3f9a71/);
    });

    for (const result of ["passed", "failed", "removed"] as const) {
      it(`does not go on once it is ${result}`, async () => {
        await writeAnswer(directory.answer, { ...STOPPED, result });
        await rejects(
          at("27T11:00:00"),
          new RegExp(`which has ended: ${result}; .*--remove 3f9a71`),
        );
      });
    }

    it("does not go on while a process of it runs", async () => {
      const child = spawn("sleep", ["60"]);
      await once(child, "spawn");
      const file = join(path, "processes");
      writeFileSync(file, `999999999\n${child.pid}`);
      throws(() => occupy(directory), new RegExp(`still runs, in process ${child.pid}: wait`));
      child.kill();
      await once(child, "exit");
      occupy(directory);
      occupy(directory, 999999999);
    });

    it("goes on where a kill left no process written down", () => {
      const file = join(path, "processes");
      for (const text of ["", "0", "-1", "none", "999999999\n"]) {
        writeFileSync(file, text);
        occupy(directory);
        strictEqual(readFileSync(file, "utf8"), `${process.pid}`);
      }
    });

    it("writes down its processes whole: a kill leaves those of before", () => {
      const file = join(path, "processes");
      writeFileSync(file, "999999999");
      const kept = openSync(file, "r");
      occupy(directory);
      strictEqual(readFileSync(kept, "utf8"), "999999999");
      closeSync(kept);
    });
  });
});
