import { deepStrictEqual, match } from "node:assert/strict";
import { podsOfSets, type ReadList } from "../../../../cli/doctor/facts/cluster-lists";
import { partsOf } from "../../../../cli/doctor/facts/read-parts";
import {
  keyOfPinned,
  pinnedVersion,
  readVersion,
  wantedVersion,
} from "../../../../cli/doctor/facts/read-version";
import { daemonSet, pod } from "../steps/healthy-facts";

const target = { id: "db", region: "us-east-1" };
const grantOf = (more: object) => ({ kind: "secret", target, ...more }) as never;
const version = (id: string, labels: string[] = [], keys: string[] = []) => ({ id, labels, keys });

describe("the version that a grant reads", () => {
  const VERSIONS = [version("9"), version("10", ["STABLE"]), version("v1", ["AWSCURRENT"])];

  const cases: [object, string | undefined, string | undefined][] = [
    [{ kind: "secret" }, undefined, "v1"],
    [{ kind: "secret", versionStage: "AWSCURRENT" }, undefined, "v1"],
    [{ kind: "secret", versionStage: "STABLE" }, "STABLE", "10"],
    [{ kind: "secret", version: "9" }, "9", "9"],
    [{ kind: "secret", version: "STABLE" }, "STABLE", undefined],
    [{ kind: "parameter", versionStage: "AWSCURRENT" }, "AWSCURRENT", "v1"],
    [{ kind: "parameter", version: "8" }, "8", undefined],
  ];
  for (const [grant, pinned, id] of cases) {
    it(`is found by what the grant says: ${JSON.stringify(grant)}`, () => {
      deepStrictEqual(pinnedVersion(grant as never), pinned);
      deepStrictEqual(readVersion(grant, { versions: VERSIONS })?.id, id);
    });
  }

  it("is the highest number of a parameter, and not the last in the alphabet", () => {
    const versions = [version("9"), version("10"), version("2")];
    deepStrictEqual(readVersion({ kind: "parameter" }, { versions })?.id, "10");
  });

  it("is wanted of every pod; where there is none, it is not known", async () => {
    const read = async () => ({ value: { arn: "arn", versions: VERSIONS } });
    const wanted = (more: object) => wantedVersion(grantOf(more), read as never);
    deepStrictEqual(await wanted({}), { value: { version: "v1", arn: "arn" } });
    deepStrictEqual(await wanted({ version: "v0" }), { value: { version: "v0" } });
    match(JSON.stringify(await wanted({ versionStage: "GONE" })), /unseen.*has no version GONE/);
  });

  it("has its own key only where AWS names one, and another than of the one in force", () => {
    const keyOf = (keys: string[], more: object = { version: "old" }, inForce = ["b", "a"]) =>
      keyOfPinned(grantOf(more), {
        arn: "arn",
        versions: [version("old", [], keys), version("v1", ["AWSCURRENT"], inForce)],
      });
    deepStrictEqual(keyOf(["c"]), { value: "c" });
    deepStrictEqual(keyOf(["a", "b"]), undefined);
    deepStrictEqual(keyOf(["c"], {}), undefined);
    deepStrictEqual(keyOf(["c"], { version: "gone" }), undefined);
    for (const one of [keyOf([]), keyOf(["c", "d"]), keyOf([], undefined, [])]) {
      match(JSON.stringify(one), /unseen.*not known/);
    }
  });
});

describe("the parts of a value", () => {
  it("are there as text, there as something else, or missing", async () => {
    const jmesPath = ["text", "number", "none", "gone"].map((path) => ({ path, file: path }));
    const text = JSON.stringify({ text: "x", number: 1, none: null });
    deepStrictEqual(await partsOf(text, { jmesPath } as never), {
      names: ["text", "number", "none"],
      missing: ["none", "gone"],
      noText: ["number"],
    });
  });
});

describe("the pods of a DaemonSet", () => {
  const owned = (name: string, kind: string, owner: string) =>
    pod(name, { metadata: { ownerReferences: [{ kind, name: owner }] } });
  const AGENT = "eks-pod-identity-agent";
  const lists = (async () => ({
    value: [
      owned("own", "DaemonSet", AGENT),
      owned("other", "DaemonSet", "x"),
      owned("job", "Job", AGENT),
      owned("neighbour", "DaemonSet", "others-program"),
    ],
  })) as unknown as ReadList;
  const namesIn = async (numberReady: number, name = AGENT, nodes = [{ metadata: { name } }]) => {
    const sets = { value: [daemonSet(name, numberReady)] };
    const found = await podsOfSets(sets, { value: nodes }, lists);
    return [...found.values()].flatMap((one) =>
      "value" in one ? one.value.map(({ metadata }) => metadata.name) : [],
    );
  };

  it("are its own, and read only where it is not ready on every node", async () => {
    deepStrictEqual(await namesIn(0), ["own"]);
    deepStrictEqual(await namesIn(1), []);
    deepStrictEqual(await namesIn(0, "others-program"), []);
  });
});
