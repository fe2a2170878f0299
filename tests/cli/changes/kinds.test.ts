import { deepStrictEqual } from "node:assert/strict";
import { KINDS } from "iam-proof";
import { EKS_KINDS, KUBERNETES_KINDS } from "../../../cli/changes/kinds";
import { REPLAYS } from "../../cluster/ways/replays";
import { WAYS as IN_EKS } from "./planted/in-eks";
import { WAYS as IN_KUBERNETES } from "./planted/in-kubernetes";
import { WAYS as IN_TOKENS } from "./planted/in-tokens";

describe("kinds of change in clusters", () => {
  const own = [...EKS_KINDS, ...KUBERNETES_KINDS];
  const ids = own.map(({ id }) => id);

  it("have ids of their own", () => {
    const all = [...ids, ...KINDS.map(({ id }) => id)];
    deepStrictEqual(all.length, new Set(all).size);
  });

  it("are each planted", () => {
    const planted = new Set(
      [...IN_EKS, ...IN_KUBERNETES, ...IN_TOKENS].flatMap(({ steps }) => steps),
    );
    deepStrictEqual(
      ids.filter((id) => !planted.has(id)),
      [],
    );
  });

  it("are what was replayed", () => {
    deepStrictEqual(
      REPLAYS.map(({ kind }) => kind).filter((id) => !ids.includes(id)),
      [],
    );
  });
});
