import { deepStrictEqual, match, ok, strictEqual } from "node:assert";

import { oldPodsOf, untilNoneIsOld } from "../../../cli/doctor/walk/old-pods";
import type { PodsSeen } from "../../../cli/doctor/walk/pods-shape";
import { facts, pod, record, VERSIONS } from "./steps/healthy-facts";

const OLD: PodsSeen = { old: [{ reader: "web", pod: "web-1", object: "own" }], unseen: [] };
const NEW: PodsSeen = { old: [], unseen: [] };

describe("the pods with an old value", () => {
  const mounts = (versions: Record<string, string>) => ({
    pods: { value: [pod("web-1"), pod("web-2")] },
    mountStatuses: { value: [record("web-1"), record("web-2", versions)] },
  });

  it("are those that have mounted another version than the owner has", () => {
    deepStrictEqual(oldPodsOf(facts(mounts(VERSIONS))), NEW);
    deepStrictEqual(oldPodsOf(facts(mounts({ ...VERSIONS, own: "v0" }))), {
      ...{ old: [{ reader: "web", pod: "web-2", object: "own" }], unseen: [] },
    });
  });

  it("are none where there is no cluster and no pod", () => {
    deepStrictEqual(oldPodsOf(facts({ cluster: { value: undefined } })), NEW);
    deepStrictEqual(oldPodsOf(facts({ pods: { value: [] } })), NEW);
  });

  it("are not known where nobody could look, or nothing is recorded", () => {
    const unseen = { unseen: "403" };
    deepStrictEqual(oldPodsOf(facts({ pods: unseen })).unseen, ["403"]);
    const wanted = facts().wanted.map(() => unseen);
    deepStrictEqual(oldPodsOf(facts({ wanted })).unseen, ["403", "403", "403"]);
    const { own: _, ...others } = VERSIONS;
    match(oldPodsOf(facts(mounts(others))).unseen[0] ?? "", /no version of own in pod web-2/);
  });
});

describe("the wait for pods with an old value", () => {
  it("ends as soon as none has it", async () => {
    const looks = [OLD, OLD, NEW];
    deepStrictEqual(await untilNoneIsOld(async () => looks.shift() ?? OLD, 1, 1), NEW);
    strictEqual(looks.length, 0);
  });

  it("has an end, and says then who still has it", async () => {
    const started = Date.now();
    deepStrictEqual(await untilNoneIsOld(async () => OLD, 0.001, 10), OLD);
    ok(Date.now() - started < 1_000);
  });
});
