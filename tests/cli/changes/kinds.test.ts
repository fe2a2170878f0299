import { deepStrictEqual, ok } from "node:assert/strict";
import { KINDS } from "iam-proof";
import { EKS_KINDS, KUBERNETES_KINDS } from "../../../cli/changes/kinds";
import { NO_KINDS } from "../../../cli/changes/kinds/no-kinds";
import { REPLAYS } from "../../cluster/ways/replays";
import { WAYS as IN_EKS } from "./planted/in-eks";
import { WAYS as IN_KUBERNETES } from "./planted/in-kubernetes";

describe("kinds of change in clusters", () => {
  const own = [...EKS_KINDS, ...KUBERNETES_KINDS];
  const ids = own.map(({ id }) => id);

  it("have ids of their own, as have the pages without a kind", () => {
    const all = [...ids, ...KINDS.map(({ id }) => id), ...NO_KINDS.map(({ id }) => id)];
    deepStrictEqual(all.length, new Set(all).size);
  });

  it("are each planted", () => {
    const planted = new Set([...IN_EKS, ...IN_KUBERNETES].flatMap(({ steps }) => steps));
    deepStrictEqual(
      ids.filter((id) => !planted.has(id)),
      [],
    );
  });

  it("say what partial coverage lacks, where a page of the other system is, and what to alarm on", () => {
    for (const { about, id } of own) {
      ok(about.pages.length > 0 && about.events.length > 0, id);
      deepStrictEqual(about.lacks !== undefined, about.coverage === "partial", id);
    }
  });

  it("count what pages without a kind say that they count, and are what was replayed", () => {
    const named = [
      ...NO_KINDS.flatMap(({ countedBy = [] }) => countedBy),
      ...REPLAYS.map(({ kind }) => kind),
    ];
    const known = [...ids, ...KINDS.map(({ id }) => id)];
    deepStrictEqual(
      named.filter((id) => !known.includes(id)),
      [],
    );
  });
});
