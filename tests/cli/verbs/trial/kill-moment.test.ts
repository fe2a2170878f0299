import { deepStrictEqual } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { momentIn } from "../../../../cli/verbs/trial/kill-moment";
import { trialDirectory } from "../../../../cli/verbs/trial/trial-directory";

describe("the moment at which a run of a trial is killed", () => {
  const path = mkdtempSync(join(tmpdir(), "eks-pod-secrets-trial-"));
  const directory = trialDirectory(path);
  const kill = { stack: "pods.workloads", resources: 3 };
  after(() => rmSync(path, { recursive: true }));

  function hold(count: number): void {
    const stacks = join(path, "state/.pulumi/stacks/eks-pod-secrets");
    mkdirSync(stacks, { recursive: true });
    const checkpoint = { latest: { resources: Array(count).fill({}) } };
    writeFileSync(join(stacks, `${kill.stack}.json`), JSON.stringify({ checkpoint }));
  }

  /** What is told while a stack that holds `before` comes to hold each number in turn. */
  function told(before: number, ...counts: number[]): (number | undefined)[] {
    hold(before);
    const look = momentIn(directory, kill);
    return counts.map((count) => {
      hold(count);
      return look();
    });
  }

  it("comes once the stack holds as many resources, and tells how many it really holds", () => {
    deepStrictEqual(told(0, 0, 2, 3), [undefined, undefined, 3]);
    deepStrictEqual(told(0, 2, 5), [undefined, 5]);
  });

  it("comes only once the run has made something, where the stack held as many before", () => {
    deepStrictEqual(told(4, 4, 4, 5), [undefined, undefined, 5]);
    deepStrictEqual(told(3, 3, 3), [undefined, undefined]);
  });
});
