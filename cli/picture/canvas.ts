import type { Vault } from "./frames";
import type { NodeOf } from "./graph-shape";
import type { LayoutBox, Rectangle } from "./layout";
import { secretDetail } from "./texts";

export const MARGIN = 16;
export const PADDING = 12;
export const FRAME_HEAD = 50;
export const GROUP_HEAD = 36;
const NODE_HEIGHT = 44;
/** From the top of a node to that of the node below. */
export const ROW = NODE_HEIGHT + 8;

/** Where a box begins, and how wide it is. */
export type Place = Omit<Rectangle, "height">;

/** The boxes of a picture that is being laid out. What draws several answers the height at which they end. */
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

  /** Draws a box around rows, each of which is told its height. */
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
    const box = { ...place, id, height: NODE_HEIGHT, ...text, shape: "node" as const };
    this.boxes.push(box);
    this.places.set(id, box);
  }
}
