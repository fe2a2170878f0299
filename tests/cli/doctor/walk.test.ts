import { deepStrictEqual, ok, strictEqual } from "node:assert";

import { grantedReader } from "../../../cli/doctor/facts/read-objects";
import { type Finding, STEPS, type StepId } from "../../../cli/doctor/step";
import { walkedReader } from "../../../cli/doctor/walk/walk";
import { landingZoneOf } from "../../sdk/grant/support";

const RIGHT: Finding = { result: "right" };
const UNSEEN: Finding = { result: "not seen", says: "refused" };
const wrong = (says: string): Finding => ({
  ...{ result: "wrong", cause: "EPS-1", says, known: "asked" },
  mend: { says: "up", commands: [] },
});

const ALL = Object.keys(STEPS) as StepId[];
/** Every step is right, except for these. */
const ways = (but: Partial<Record<StepId, Finding[]>> = {}) =>
  ({ ...Object.fromEntries(ALL.map((step) => [step, [RIGHT]])), ...but }) as Record<
    StepId,
    Finding[]
  >;
const walked = (but: Partial<Record<StepId, Finding[]>>, accepted?: StepId[]) =>
  walkedReader("web", ways(but), accepted);

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
  });

  it("has the worst of a step's findings first", () => {
    const { steps } = walked({ file: [RIGHT, UNSEEN, wrong("old")] });
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

  it("reads what is granted once for all readers", () => {
    const two = `
  one: { cluster: shop, namespace: web, serviceAccount: one, reads: [own] }
  two: { cluster: shop, namespace: web, serviceAccount: two, reads: [own] }`;
    const grants = landingZoneOf({ readers: two }).readers.flatMap((one) => one.grants);
    const read = grantedReader([]);
    const [first, second] = grants.map((grant) => read(grant, grant.target.region));
    ok(first);
    strictEqual(first, second);
  });
});
