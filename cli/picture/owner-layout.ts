import { Canvas, FRAME_HEAD, MARGIN, PADDING, ROW } from "./canvas";
import { framesOf } from "./frames";
import type { Graph, NodeOf } from "./graph-shape";
import { arrowsOf, type Layout, type Link } from "./layout";

const READER_WIDTH = 420;
const SECRET_WIDTH = 300;
const MIDDLE = 160;

/** Lays out what one account owns, at the right, and who reads it, at the left, without roles and readers' accounts. */
export function ownerLayout(
  graph: Graph,
  account: NodeOf<"account">,
  isDenied: (reader: string, target: string) => boolean = () => false,
): Layout {
  const canvas = new Canvas();
  const { boxes, places } = canvas;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const { both, owners } = framesOf(graph);
  const frame = [...both, ...owners].find((one) => one.account.id === account.id);
  const frameX = MARGIN + READER_WIDTH + MIDDLE;
  const frameWidth = SECRET_WIDTH + 4 * PADDING;
  const width = frameX + frameWidth + MARGIN;
  const inner = { x: frameX + PADDING, width: SECRET_WIDTH + 2 * PADDING };
  const bottom = frame
    ? canvas.frame(account, { x: frameX, y: MARGIN, width: frameWidth }, (top) =>
        frame.vaults.reduce((y, vault) => canvas.vault(vault, { ...inner, y }), top),
      )
    : MARGIN;
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

  function drawReader(reader: NodeOf<"reader">, y: number): number {
    const cluster = nodes.get(reader.parent);
    const home = cluster && "parent" in cluster ? nodes.get(cluster.parent)?.name : undefined;
    const { name, namespace, serviceAccount } = reader;
    const place = { x: MARGIN, y, width: READER_WIDTH };
    canvas.node(reader.id, place, {
      icon: "reader",
      title: name,
      detail: `${namespace}/${serviceAccount} · ${cluster?.name} · ${home}`,
      says: `reader ${name}: service account ${serviceAccount} in namespace ${namespace} of cluster ${cluster?.name} in account ${home}`,
    });
    return y + ROW;
  }
}
