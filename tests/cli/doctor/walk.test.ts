import { deepStrictEqual, strictEqual } from "node:assert";

import { type Finding, STEPS, type StepId } from "../../../cli/doctor/step";
import { sideLooks, walkedReader, walkReaders } from "../../../cli/doctor/walk/walk";
import { landingZoneOf, reader } from "../../sdk/grant/support";

const ZONE = landingZoneOf({ readers: reader("[own]") });
const [WEB] = ZONE.readers;
if (!WEB) throw new Error("no reader");

const RIGHT: Finding = { result: "right" };
const UNSEEN: Finding = { result: "not seen", says: "refused" };
const wrong = (says: string): Finding => ({
  ...{ result: "wrong", cause: "EPS-1", says, known: "asked" },
  mend: { says: "up", commands: [] },
});

const ALL = Object.keys(STEPS) as StepId[];
/** Every step right but for these. */
const ways = (but: Partial<Record<StepId, Finding[]>> = {}) => ({
  ...Object.fromEntries(ALL.map((step) => [step, [RIGHT]])),
  ...but,
});
const walked = (but: Partial<Record<StepId, Finding[]>>, accepted?: StepId[]) =>
  walkedReader(WEB, [ways(but)], accepted);

describe("the walk of a read", () => {
  it("is right where every step is, and answers nothing", () => {
    const { answer, result, steps } = walked({});
    deepStrictEqual([result, answer], ["right", undefined]);
    deepStrictEqual(
      steps.map(({ step }) => step),
      ALL,
    );
  });

  it("answers with the first wrong step, and looks at those behind it too", () => {
    const { answer, result, steps } = walked({
      value: [wrong("no value")],
      trust: [wrong("no role")],
    });
    deepStrictEqual([result, answer?.step, answer?.says], ["wrong", "trust", "no role"]);
    strictEqual(steps.find(({ step }) => step === "value")?.findings[0]?.result, "wrong");
  });

  it("hides no wrong step behind one that was not seen, accepted or not", () => {
    for (const accepted of [[], ["cluster"]] as StepId[][]) {
      const { answer, result } = walked({ cluster: [UNSEEN], file: [wrong("old")] }, accepted);
      deepStrictEqual([result, answer?.step], ["wrong", "file"]);
    }
  });

  it("counts no step as right that nobody has seen, unless it is accepted", () => {
    strictEqual(walked({ webhook: [RIGHT, UNSEEN] }).result, "not seen");
    strictEqual(walked({ webhook: [UNSEEN] }, ["webhook"]).result, "right");
    const none = walkedReader(WEB, []);
    strictEqual(none.result, "not seen");
    strictEqual(none.steps.length, ALL.length);
  });

  it("has the worst of a step's findings first, whichever side has found it", () => {
    const { steps } = walkedReader(WEB, [
      ways({ file: [RIGHT, UNSEEN] }),
      { file: [wrong("old")] },
    ]);
    const file = steps.find(({ step }) => step === "file")?.findings ?? [];
    deepStrictEqual(
      file.map(({ result }) => result),
      ["wrong", "not seen", "right"],
    );
  });

  it("takes a read of the current version as evidence for the policies and parts that nobody has seen", () => {
    const steps: StepId[] = ["control-policies", "endpoint-policies", "parts"];
    const unseen = Object.fromEntries(steps.map((step) => [step, [UNSEEN]]));
    strictEqual(walked(unseen).result, "right");
    strictEqual(walked({ ...unseen, file: [] }).result, "not seen");
    const half = walked({ ...unseen, file: [RIGHT, UNSEEN] }).steps;
    strictEqual(half.find(({ step }) => step === "control-policies")?.findings[0], UNSEEN);
    strictEqual(walked({ "control-policies": [wrong("denied")] }).result, "wrong");
  });

  it("reads the facts of a side once for all readers", async () => {
    const two = `
  one: { cluster: shop, namespace: web, serviceAccount: one, reads: [own] }
  two: { cluster: shop, namespace: web, serviceAccount: two, reads: [own] }`;
    const zone = landingZoneOf({ readers: two });
    let reads = 0;
    const side = sideLooks<string>(
      async () => {
        reads++;
        return ({ id }) => id;
      },
      { granted: (id) => [{ result: "right", says: id }] },
    );
    const ways = await walkReaders(zone, zone.readers, [side], { inventory: "x.yaml" });
    strictEqual(reads, 1);
    deepStrictEqual(
      ways.map(({ steps }) => steps[0]?.findings),
      zone.readers.map(({ id }) => [{ result: "right", says: id }]),
    );
  });
});
