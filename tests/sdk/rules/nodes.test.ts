import { deepStrictEqual } from "node:assert";
import { isArm, type NodeCounts, nodeScaling } from "../../../sdk/rules/clusters";

describe("the nodes of a created cluster", () => {
  const cases: [NodeCounts, [min: number, desired: number, max: number]][] = [
    [{}, [1, 2, 3]],
    [{ min: 4 }, [4, 4, 4]],
    [{ max: 1 }, [1, 1, 1]],
    [{ max: 10 }, [1, 2, 10]],
    [{ desired: 0 }, [0, 0, 3]],
    [{ min: 0, desired: 7 }, [0, 7, 7]],
  ];
  for (const [given, [min, desired, max]] of cases) {
    it(`are, with ${JSON.stringify(given)}, ${min} to ${max} and at first ${desired}`, () => {
      deepStrictEqual(nodeScaling(given), { min, desired, max });
    });
  }

  it("are of Arm where the family says so", () => {
    const types = ["m7g.large", "c7gn.xlarge", "g5g.xlarge", "a1.large", "t4g.nano"];
    const others = ["m7i.large", "g4dn.xlarge", "g5.xlarge", "t3.medium", "u-6tb1.metal"];
    deepStrictEqual([types.every(isArm), others.some(isArm)], [true, false]);
  });
});
