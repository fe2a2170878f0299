import { deepStrictEqual, ok } from "node:assert";

import { framesOf } from "../../../cli/picture/frames";
import { graphOf } from "../../../cli/picture/graph";
import type { Graph } from "../../../cli/picture/graph-shape";
import { ownerLayout } from "../../../cli/picture/owner-layout";
import { clusterParts, ownerParts, type Part } from "../../../cli/picture/parts";
import { readerLayout } from "../../../cli/picture/reader-layout";
import { none } from "../../facts";
import { largeInventory } from "../large-inventory";
import { SHOP, zoneOf } from "../pages";

const SIZE = { accounts: 12, clusterAccounts: 5, readers: 60, secrets: 48 };
const UNREAD = SHOP.replace("  own: {", "  unread: { account: legacy, key: pods }\n  own: {");

for (const [name, text] of Object.entries({ large: largeInventory(SIZE), shop: UNREAD })) {
  describe(`the parts of the ${name} inventory`, () => {
    const graph = graphOf(zoneOf(text));
    const isLow = ({ height }: { height: number }) => height <= 900;
    const clusters = clusterParts(graph, (part) => isLow(readerLayout(framesOf(part), part)));
    const owned = ownerParts(
      graph,
      (part, about) => about.kind === "account" && isLow(ownerLayout(part, about)),
    );

    it("hold every grant once on each side, and every reader and secret", () => {
      for (const [parts, kinds] of [
        [clusters, ["reader"]],
        [owned, ["secret", "parameter"]],
      ] as const) {
        deepStrictEqual(readsIn(...parts.map((part) => part.graph)), readsIn(graph));
        const ids = new Set(parts.flatMap((part) => part.graph.nodes.map(({ id }) => id)));
        const all = graph.nodes.filter(({ kind }) => kinds.some((one) => one === kind));
        none(all, ({ id }) => !ids.has(id));
      }
    });

    it("hold both ends of each of their edges, and are of one cluster or account", () => {
      for (const { about, graph: part } of [...clusters, ...owned]) {
        const ids = new Set(part.nodes.map(({ id }) => id));
        ok(ids.has(about.id));
        ok(part.edges.every(({ from, to }) => ids.has(from) && ids.has(to)));
      }
    });

    it("fit, and are drawn with every arrow", () => {
      for (const part of clusters) {
        const layout = readerLayout(framesOf(part.graph), part.graph);
        ok(isLow(layout), part.about.name);
        ok(layout.arrows.length >= readsIn(part.graph).length);
      }
      for (const part of owned) {
        const layout = ownerLayout(part.graph, accountOf(part));
        ok(isLow(layout), part.about.name);
        deepStrictEqual(layout.arrows.length, readsIn(part.graph).length);
      }
    });
  });
}

function accountOf({ about }: Part) {
  if (about.kind === "account") return about;
  throw new Error(`${about.name} is no account`);
}

function readsIn(...graphs: Graph[]): string[] {
  return graphs
    .flatMap(({ edges }) => edges.filter(({ kind }) => kind === "reads"))
    .map(({ from, to }) => `${from} ${to}`)
    .sort();
}
