import { framesOf, type Vault } from "./frames";
import type { Graph, NodeOf } from "./graph-shape";
import { arrowsOf, type Layout, type LayoutBox, type Link, type Rectangle } from "./layout";
import { secretDetail } from "./texts";

export const MARGIN = 16;
export const PADDING = 12;
const FRAME_HEAD = 50;
export const GROUP_HEAD = 36;
const NODE_HEIGHT = 44;
/** The distance between the tops of two nodes. */
export const ROW = NODE_HEIGHT + 8;

/** The position and width of a box. */
export type Place = Omit<Rectangle, "height">;

/** The boxes of a picture that is being laid out. Methods that draw several boxes return the height at which they end. */
export class Canvas {
  readonly boxes: LayoutBox[] = [];
  /** The nodes, by their ids. */
  readonly places = new Map<string, Rectangle>();

  /** Draws an account around what `inside` draws below its head. */
  frame(account: NodeOf<"account">, place: Place, inside: (top: number) => number): number {
    const { accountId, id, name, region } = account;
    const box: LayoutBox = {
      ...place,
      height: 0,
      id,
      shape: "frame",
      icon: "account",
      title: name,
      detail: `${accountId} · ${region}`,
      says: `account ${name}, ${accountId}, ${region}`,
    };
    this.boxes.push(box);
    const bottom = inside(place.y + FRAME_HEAD);
    box.height = bottom - place.y;
    return bottom;
  }

  /** Draws a box around rows. Each row gets its height. */
  group(
    place: Place,
    text: Pick<LayoutBox, "icon" | "id" | "title" | "says">,
    rows: ((y: number) => void)[],
  ): number {
    const height = GROUP_HEAD + rows.length * ROW + (rows.length > 0 ? 4 : 0);
    this.boxes.push({ ...place, height, ...text, detail: "", shape: "group" });
    for (const [index, draw] of rows.entries()) draw(place.y + GROUP_HEAD + index * ROW);
    return place.y + height + PADDING;
  }

  /** Draws a key around what it encrypts. */
  vault({ key, objects }: Vault, place: Place): number {
    const title = key?.name ?? "AWS managed key";
    const says = key ? `key ${key.name} of ${key.region}` : title;
    const [x, width] = [place.x + PADDING, place.width - 2 * PADDING];
    return this.group(
      place,
      { ...(key && { id: key.id }), icon: "key", title, says },
      objects.map((object) => (y) => {
        const { id, kind, name } = object;
        const text = { title: name, detail: secretDetail(object), says: `${kind} ${name}` };
        this.node(id, { x, y, width }, { icon: kind, ...text });
      }),
    );
  }

  node(
    id: string,
    place: Place,
    text: Pick<LayoutBox, "detail" | "icon" | "rest" | "title" | "says">,
  ): void {
    const { width, x, y } = place;
    const { detail, icon, rest, says, title } = text;
    const box: LayoutBox = {
      shape: "node",
      id,
      icon,
      title,
      rest,
      detail,
      says,
      width,
      height: NODE_HEIGHT,
      x,
      y,
    };
    this.boxes.push(box);
    this.places.set(id, box);
  }
}

const READER_WIDTH = 420;
const SECRET_WIDTH = 300;
const MIDDLE = 160;

/** Lays out what one account owns, on the right, and who reads it, on the left, without roles and readers' accounts. */
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
