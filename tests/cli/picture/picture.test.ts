import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { accountLayout } from "../../../cli/picture/account-layout";
import { ownerLayout } from "../../../cli/picture/canvas";
import { drawing } from "../../../cli/picture/drawing";
import { framesOf } from "../../../cli/picture/frames";
import { graphOf } from "../../../cli/picture/graph";
import type { Graph } from "../../../cli/picture/graph-shape";
import type { Layout, LayoutBox, Rectangle } from "../../../cli/picture/layout";
import { clusterParts, ownerParts, type Part } from "../../../cli/picture/parts";
import { readerLayout } from "../../../cli/picture/reader-layout";
import { fitted } from "../../../cli/picture/texts";
import { each, none } from "../../facts";
import { largeInventory } from "../large-inventory";
import { REFERENCE, SHOP, zoneOf } from "../pages";

const INVENTORIES = {
  reference: REFERENCE,
  shop: SHOP,
  large: largeInventory({ accounts: 12, clusterAccounts: 5, readers: 60, secrets: 48 }),
};

for (const [name, text] of Object.entries(INVENTORIES)) {
  const graph = graphOf(zoneOf(text));
  for (const [level, layout] of [
    ["readers", readerLayout(framesOf(graph), graph)],
    ["accounts", accountLayout(framesOf(graph), graph)],
  ] as const) {
    describe(`the picture of the ${name} inventory, showing ${level}`, () => {
      it("keeps everything within its frame, and frames and nodes apart", () => {
        const of = (shape: LayoutBox["shape"]) => layout.boxes.filter((box) => box.shape === shape);
        for (const frame of of("frame")) ok(isWithin(frame, canvas(layout)), frame.title);
        for (const group of of("group")) ok(of("frame").some((one) => isWithin(group, one)));
        for (const node of of("node")) {
          const holders = of("frame").filter((one) => isWithin(node, one));
          strictEqual(holders.length, 1, node.title);
        }
        for (const shape of ["frame", "group", "node"] as const) {
          deepStrictEqual(overlaps(of(shape)), []);
        }
      });

      it("leads each arrow from the right of one node to the left of another", () => {
        const nodes = layout.boxes.filter(({ shape }) => shape === "node");
        for (const { from, says, to } of layout.arrows) {
          ok(
            nodes.some((box) => box.x + box.width === from.x && isBeside(box, from.y)),
            says,
          );
          ok(
            nodes.some((box) => box.x === to.x && isBeside(box, to.y)),
            says,
          );
          ok(from.x < to.x, says);
        }
      });
    });
  }
}

describe("the arrows of a picture", () => {
  it("rise and fall beside the accounts that own, not across their names and roles", () => {
    for (const text of Object.values(INVENTORIES)) {
      const graph = graphOf(zoneOf(text));
      for (const layout of [readerLayout, accountLayout].map((lay) =>
        lay(framesOf(graph), graph),
      )) {
        const owners = layout.boxes.filter(({ shape, x }) => shape === "frame" && x > 24);
        const left = Math.min(...owners.map(({ x }) => x));
        for (const { from, says, to, turn } of layout.arrows) {
          if (from.x < left) ok(turn <= Math.min(left, to.x), says);
        }
      }
    }
  });

  it("do not pass behind a target role on their way to a secret of its account", () => {
    const both = `${SHOP}  audit: { cluster: back, namespace: audit, serviceAccount: audit, reads: [orders/db] }\n`;
    const graph = graphOf(zoneOf(both));
    const { arrows, boxes } = readerLayout(framesOf(graph), graph);
    const roles = boxes.filter(({ icon, x }) => icon === "role" && x > 600);
    strictEqual(roles.length, 1);
    for (const { kind, says, to } of arrows) {
      if (kind !== "cross-account") continue;
      ok(!roles.some((role) => role.x < to.x && isBeside(role, to.y)), says);
    }
  });
});

describe("the frames of a picture", () => {
  const columns = framesOf(graphOf(zoneOf(SHOP)));
  const names = (list: { account: { name: string } }[]) => list.map(({ account }) => account.name);

  it("lets accounts with readers and secrets span both columns, and names what is empty", () => {
    deepStrictEqual(
      [names(columns.both), names(columns.readers), names(columns.owners), names(columns.empty)],
      [["platform"], [], ["data", "legacy"], ["spare"]],
    );
  });

  it("keeps each secret with the key of its own region", () => {
    const vaults = columns.owners.flatMap((frame) => frame.vaults);
    each(vaults, ({ key, objects }) => [key?.id, objects.map(({ id }) => id)]).are([
      ["key:data/eu-west-1/pods-orders", ["secret:orders/db"]],
      ["key:data/eu-west-1/pods-stock", ["secret:stock/db"]],
      ["key:legacy/eu-west-1/pods", ["secret:legacy/api"]],
    ]);
  });
});

describe("text that must fit", () => {
  it("loses its middle, never its ends, and stays whole where there is room", () => {
    strictEqual(fitted("orders", 200, 13), "orders");
    strictEqual(fitted("team-orders-production-database", 130, 13), "team-or…tabase");
    strictEqual(fitted("🗝".repeat(40), 60, 13), "🗝🗝🗝…🗝🗝");
  });
});

function canvas({ height, width }: Layout): Rectangle {
  return { x: 0, y: 0, width, height };
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function isBeside(box: Rectangle, y: number): boolean {
  return y > box.y && y < box.y + box.height;
}

function overlaps(boxes: LayoutBox[]): string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      )
      .map((b) => `${a.title} and ${b.title}`),
  );
}

/** The key `pods`, shown as a group of the secrets under it. */
const KEY: LayoutBox = {
  ...{ id: "pods", shape: "group", icon: "key", title: "pods", detail: "", says: "key pods" },
  ...{ x: 0, y: 100, width: 250, height: 110 },
};

describe("the mark of a box", () => {
  const drawn = (box: LayoutBox) =>
    String(
      drawing(
        { width: 300, height: 300, boxes: [box], arrows: [] },
        { markOf: () => ({ look: "refuted", says: "refuted" }) },
      ),
    );

  it("stands on the line of a title that is alone, above what the box holds", () => {
    const text = drawn(KEY);
    const [, title] = /<text x="36" y="(\d+)"/.exec(text) ?? [];
    const [, mark] = /class="mark refuted" x="240" y="(\d+)"/.exec(text) ?? [];
    ok(title);
    strictEqual(mark, title);
  });

  it("shortens a title that would reach it, and no other", () => {
    const title = "a-key-of-a-longer-name";
    strictEqual(drawn({ ...KEY, title }).includes(`>${title}<`), false);
    strictEqual(drawn({ ...KEY, title, width: 350 }).includes(`>${title}<`), true);
    const unmarked = drawing({ width: 300, height: 300, boxes: [{ ...KEY, title }], arrows: [] });
    strictEqual(String(unmarked).includes(`>${title}<`), true);
  });
});

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
