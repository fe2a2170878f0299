import { count, countObjects } from "../terminal/output";
import type { Frame, FrameColumns } from "./frames";
import type { Graph } from "./graph-shape";
import { arrowsOf, type Layout, type LayoutBox, type Link, type Rectangle } from "./layout";
import { accountPairs } from "./matrix";

const MARGIN = 24;
const PADDING = 12;
const NODE_HEIGHT = 44;
const NODE_WIDTH = 270;
const NAME_WIDTH = 200;
const MIDDLE = 320;
const GAP = 12;

/** Lays out only accounts, with how many readers of one read secrets of another. */
export function accountLayout(columns: FrameColumns, graph: Graph): Layout {
  const boxes: LayoutBox[] = [];
  const readers = new Map<string, Rectangle>();
  const owned = new Map<string, Rectangle>();
  const frameWidth = NAME_WIDTH + NODE_WIDTH + 2 * PADDING;
  const ownersX = MARGIN + frameWidth + MIDDLE;
  const width = ownersX + frameWidth + MARGIN;
  const height = NODE_HEIGHT + 2 * PADDING;

  let y = MARGIN;
  for (const frame of columns.both) y = drawFrame(frame, MARGIN, y, width - 2 * MARGIN);
  let left = y;
  for (const frame of columns.readers) left = drawFrame(frame, MARGIN, left, frameWidth);
  let right = y;
  for (const frame of columns.owners) {
    right = drawFrame(frame, ownersX, right, frameWidth);
  }
  const links = accountLinks(graph, readers, owned);
  return {
    width,
    height: Math.max(left, right) + MARGIN - GAP,
    boxes,
    arrows: arrowsOf(links, ownersX - PADDING),
  };

  function drawFrame(frame: Frame, x: number, top: number, boxWidth: number): number {
    const { account, clusters, targetRoles, vaults } = frame;
    const { accountId, name, region } = account;
    boxes.push({
      ...{ x, y: top, width: boxWidth, height },
      shape: "frame",
      icon: "account",
      title: name,
      detail: accountId,
      says: `account ${name}, ${accountId}, ${region}`,
      // Arrows come from the left, so names must not be in their way.
      ...(clusters.length === 0 && { indent: NODE_WIDTH + PADDING }),
    });
    const text = { detail: "", shape: "node" as const };
    const place = { y: top + PADDING, width: NODE_WIDTH, height: NODE_HEIGHT };
    if (clusters.length > 0) {
      const number = clusters.reduce((sum, one) => sum + one.readers.length, 0);
      const title = `${count(clusters.length, "cluster")} · ${count(number, "reader")}`;
      const box = { x: x + PADDING + NAME_WIDTH, ...place };
      boxes.push({ ...box, ...text, icon: "reader", title, says: `${title} of ${name}` });
      readers.set(account.id, box);
    }
    if (vaults.length > 0 || targetRoles.length > 0) {
      const objects = vaults.flatMap((one) => one.objects);
      const secrets = objects.filter(({ kind }) => kind === "secret").length;
      const keys = vaults.filter(({ key }) => key).length;
      const numbers = countObjects(secrets, objects.length - secrets, " · ");
      const title = `${numbers} · ${count(keys, "key")}`;
      const box = { x: ownersX + PADDING, ...place };
      boxes.push({ ...box, ...text, icon: "secret", title, says: `${title} of ${name}` });
      owned.set(account.id, box);
    }
    return top + height + GAP;
  }
}

function accountLinks(
  graph: Graph,
  readers: Map<string, Rectangle>,
  owned: Map<string, Rectangle>,
): Link[] {
  return accountPairs(graph).flatMap(({ from: reader, reads, to: owner }): Link[] => {
    const [from, to] = [readers.get(reader.id), owned.get(owner.id)];
    if (!from || !to) return [];
    const weight = reads.length;
    const says = `${reader.name} → ${owner.name}: ${count(weight, "grant")}`;
    return [{ from, to, kind: reader === owner ? "own-account" : "cross-account", weight, says }];
  });
}
