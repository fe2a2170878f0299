import { deepStrictEqual, ok } from "node:assert";
import type { Fault } from "../../../sandbox/weather/faults";
import { BEFORE } from "../every-call";
import { suiteEngine } from "../harness";
import { type CalmPhase, goThrough, PHASES } from "./phases";
import { tryOut } from "./trial";

describe("up whose single calls fail", () => {
  const sandbox = suiteEngine(BEFORE);
  let phase: CalmPhase;

  before(async () => {
    [phase] = (await goThrough(sandbox, PHASES.slice(0, 1))) as [CalmPhase];
  });

  it("gets over a throttle, a failure, a lost and a late answer of any call", async () => {
    const kinds = ["throttled", "failed", "lost", "late"] as const;
    const faults = [...new Set(phase.calls)].sort().map((call, index): Fault => {
      return { call, nth: 1, kind: kinds[index % kinds.length] ?? "lost" };
    });
    const { happened, problems } = await tryOut(sandbox, phase, { faults });
    deepStrictEqual(problems, []);
    ok(happened > 30);
  });

  it("names the call that is refused, and goes on when repeated", async () => {
    const calls = ["provider iam:AttachRolePolicy", "provider kms:PutKeyPolicy"];
    const faults = calls.map((call): Fault => ({ call, nth: 1, kind: "refused" }));
    deepStrictEqual(await tryOut(sandbox, phase, { faults }), { happened: 2, problems: [] });
  });
});
