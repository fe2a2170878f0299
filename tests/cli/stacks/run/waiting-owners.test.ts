import { deepStrictEqual } from "node:assert";

import { withWaitingReasons } from "../../../../cli/stacks/run/waiting-owners";
import { zone } from "../../../stacks/reference";

const NONE = { seconds: 0, changes: {} };

describe("an owner whose stack waits for a cluster", () => {
  const reasonOf = (
    result: "waits" | "failed",
    stack: string,
    waitsFor: string[],
    readers = zone.readers,
  ) => withWaitingReasons({ ...zone, readers }, [{ ...NONE, stack, result, waitsFor }])[0]?.reason;

  it("says for which readers, and how to go on without them", () => {
    const readers = zone.readers
      .filter(({ grants }) => grants.some(({ crossAccount }) => crossAccount))
      .map(({ cluster, id }) => `${id} of cluster ${cluster.id}`);
    deepStrictEqual(
      reasonOf("waits", "account-b.secrets", ["account-a.cluster"]),
      `its policies let in ${readers.join(", ")}, and a policy names a cluster only once its stack is done; to go on without them, take these readers out of the inventory, which ends their access`,
    );
  });

  it("says it of no other stack", () => {
    deepStrictEqual(reasonOf("waits", "account-a.workloads", ["account-a.cluster"]), undefined);
    deepStrictEqual(reasonOf("waits", "account-b.secrets", ["account-c.cluster"]), undefined);
    const existing = zone.readers.map((one) => {
      const { create: _, ...cluster } = one.cluster;
      return { ...one, cluster };
    });
    deepStrictEqual(
      reasonOf("waits", "account-b.secrets", ["account-a.cluster"], existing),
      undefined,
    );
    deepStrictEqual(reasonOf("failed", "account-b.secrets", ["account-a.cluster"]), undefined);
  });
});
