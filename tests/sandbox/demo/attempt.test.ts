import { deepStrictEqual, strictEqual } from "node:assert";
import { type Attempt, make } from "../../../attempts/attempt";
import { recreatedRole } from "../../../attempts/recreated-role";
import type { Scene } from "../../../attempts/scene";
import { ATTEMPTS } from "../../../sandbox/demo/attempts";

const SCENE = {} as Scene;

function attempt(run: Attempt["run"]): Attempt {
  return { name: "someone reads", changes: false, refusedWith: ["AccessDeniedException"], run };
}

describe("attempt", () => {
  it("counts as refused only by the error that AWS answers", async () => {
    const tried = attempt(async () => {
      throw Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    });
    deepStrictEqual(await make(tried, SCENE), {
      attempt: tried,
      kind: "refused",
      code: "AccessDeniedException",
      reason: "not authorized",
    });
  });

  it("counts as succeeded when its calls return", async () => {
    strictEqual(
      (
        await make(
          attempt(async () => "value"),
          SCENE,
        )
      ).kind,
      "succeeded",
    );
  });

  it("counts as not made when anything else goes wrong", async () => {
    for (const error of [new TypeError("fetch failed"), "no error at all"]) {
      const outcome = await make(
        attempt(() => Promise.reject(error)),
        SCENE,
      );
      strictEqual(outcome.kind, "not made");
    }
  });
});

describe("attempts", () => {
  it("take away the reader's own association, and none of its name in another namespace", async () => {
    const asked: object[] = [];
    const eks = {
      send: async ({ input }: { input: object }) => {
        asked.push(input);
        throw new Error("that is enough");
      },
    };
    const scene = {
      ...{ cluster: { name: "shop" }, namespace: "orders" },
      applicationB: { serviceAccount: "web", role: "web" },
      administrator: async () => ({ eks }),
    };
    await make(recreatedRole, scene as unknown as Scene);
    deepStrictEqual(asked, [{ clusterName: "shop", namespace: "orders", serviceAccount: "web" }]);
  });

  it("have names of their own", () => {
    strictEqual(new Set(ATTEMPTS.map(({ name }) => name)).size, ATTEMPTS.length);
  });
});
