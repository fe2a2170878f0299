import { type Frame, framesOf } from "./frames";
import type { Graph, NodeOf } from "./graph-shape";
import { arrowsOf, type Layout, type LayoutBox, type Link, type Rectangle } from "./layout";
import { secretDetail } from "./node-texts";

const MARGIN = 16;
const PADDING = 12;
const FRAME_HEAD = 50;
const GROUP_HEAD = 36;
const NODE_HEIGHT = 44;
const NODE_GAP = 8;
const READER_WIDTH = 420;
const SECRET_WIDTH = 300;
const MIDDLE = 160;

/** Lays out what one account owns, at the right, and who reads it, at the left, without roles and readers' accounts. */
export function ownerLayout(
  graph: Graph,
  account: NodeOf<"account">,
  isDenied: (reader: string, target: string) => boolean = () => false,
): Layout {
  const boxes: LayoutBox[] = [];
  const places = new Map<string, Rectangle>();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const { both, owners } = framesOf(graph);
  const frame = [...both, ...owners].find((one) => one.account.id === account.id);
  const frameX = MARGIN + READER_WIDTH + MIDDLE;
  const frameWidth = SECRET_WIDTH + 4 * PADDING;
  const width = frameX + frameWidth + MARGIN;
  const bottom = frame ? drawFrame(frame) : MARGIN;
  const readers = graph.nodes.filter((node) => node.kind === "reader");
  const left = readers.reduce((y, reader) => drawReader(reader, y), MARGIN + FRAME_HEAD);
  const links = graph.edges.flatMap((edge): Link[] => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (edge.kind !== "reads" || !from || !to) return [];
    const across = edge.crossAccount ? "cross-account" : "own-account";
    const kind = isDenied(edge.from, edge.to) ? "denied" : across;
    const says = `${nodes.get(edge.from)?.name} reads ${nodes.get(edge.to)?.name}`;
    return [{ from, to, kind, weight: 1, says, step: [edge.from, edge.to] }];
  });
  const height = Math.max(left, bottom) + MARGIN;
  return { width, height, boxes, arrows: arrowsOf(links, frameX - PADDING) };

  function drawFrame({ vaults }: Frame): number {
    const { accountId, name, region } = account;
    const box = {
      ...{ x: frameX, y: MARGIN, width: frameWidth, height: 0 },
      id: account.id,
      shape: "frame" as const,
      icon: "account" as const,
      title: name,
      detail: `${accountId} · ${region}`,
      says: `account ${name}, ${accountId}, ${region}`,
    };
    boxes.push(box);
    let y = MARGIN + FRAME_HEAD;
    for (const { key, objects } of vaults) {
      const height = GROUP_HEAD + objects.length * (NODE_HEIGHT + NODE_GAP) + 4;
      const title = key?.name ?? "AWS managed key";
      boxes.push({
        ...{ x: frameX + PADDING, y, width: SECRET_WIDTH + 2 * PADDING, height },
        ...(key && { id: key.id }),
        ...{ shape: "group", icon: "key", title, detail: "" },
        says: key ? `key ${key.name} of ${key.region}` : title,
      });
      for (const [index, object] of objects.entries()) {
        const row = y + GROUP_HEAD + index * (NODE_HEIGHT + NODE_GAP);
        draw(
          object.id,
          { x: frameX + 2 * PADDING, y: row, width: SECRET_WIDTH },
          {
            icon: object.kind,
            title: object.name,
            detail: secretDetail(object),
            says: `${object.kind} ${object.name}`,
          },
        );
      }
      y += height + PADDING;
    }
    box.height = y - MARGIN;
    return y;
  }

  function drawReader(reader: NodeOf<"reader">, y: number): number {
    const cluster = nodes.get(reader.parent);
    const home = cluster && "parent" in cluster ? nodes.get(cluster.parent)?.name : undefined;
    const { name, namespace, serviceAccount } = reader;
    draw(
      reader.id,
      { x: MARGIN, y, width: READER_WIDTH },
      {
        icon: "reader",
        title: name,
        detail: `${namespace}/${serviceAccount} · ${cluster?.name} · ${home}`,
        says: `reader ${name}: service account ${serviceAccount} in namespace ${namespace} of cluster ${cluster?.name} in account ${home}`,
      },
    );
    return y + NODE_HEIGHT + NODE_GAP;
  }

  function draw(
    id: string,
    place: Omit<Rectangle, "height">,
    text: Pick<LayoutBox, "detail" | "icon" | "title" | "says">,
  ): void {
    const box = { ...place, ...text, id, height: NODE_HEIGHT, shape: "node" as const };
    boxes.push(box);
    places.set(id, box);
  }
}
