import assert from "node:assert";
import { spawnSync } from "node:child_process";

import { compare, shrink } from "./compare";
import { JUDGES_FOLDER, startJudge } from "./judge";

const PAIRS = Number(process.env.JUDGE_PAIRS ?? 20_000);
const SEED = Number(process.env.JUDGE_SEED ?? 20_260_101);
const SHOWN = 5;

describe("the judge", () => {
  it("holds to the sentences of AWS's guides and to the published vectors", () => {
    const { status, stderr } = spawnSync("python3", ["-m", "unittest"], {
      cwd: __dirname,
      env: { ...process.env, PYTHONPATH: JUDGES_FOLDER },
    });
    assert.strictEqual(status, 0, stderr.toString());
  });

  it(`answers as the evaluator does on ${PAIRS} random pairs from seed ${SEED}`, async () => {
    const { allowed, disagreements, notSaid, pairs } = await compare(PAIRS, SEED);
    const judge = startJudge();
    for (const found of disagreements.slice(0, SHOWN)) {
      console.log(JSON.stringify(await shrink(found, judge)));
    }
    await judge.stop();
    assert.strictEqual(disagreements.length, 0, `they disagree on ${disagreements.length} pairs`);
    // If almost all were denied or left open, agreement would mean little.
    assert.ok(allowed > pairs / 20, `only ${allowed} were allowed`);
    assert.ok(notSaid < pairs / 20, `${notSaid} were left open`);
  });
});
