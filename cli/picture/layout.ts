import { addTo } from "iam-proof/collections";
import type { GraphNode } from "./graph-shape";

/** A picture whose every place is known, in pixels. */
export interface Layout {
  width: number;
  height: number;
  /** From the outermost to the innermost. */
  boxes: LayoutBox[];
  arrows: LayoutArrow[];
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LayoutBox extends Rectangle {
  /** `frame` holds others; `node` is what arrows begin and end at. */
  shape: "frame" | "group" | "node";
  icon: GraphNode["kind"];
  /** Id of the graph's node that it shows; none for a frame, and for what stands for many. */
  id?: string;
  title: string;
  /** A second line of a title that takes two. */
  rest?: string | undefined;
  detail: string;
  /** How far from its left side its title begins, beside the usual. */
  indent?: number;
  /** What the box is, in full. */
  says: string;
}

type ArrowKind = "assumes" | "own-account" | "cross-account" | "denied";

export interface LayoutArrow {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** Where it has reached the height of its end: it goes straight from there. */
  turn: number;
  kind: ArrowKind;
  /** The ids of the nodes that it leads from and to; none where these are many. */
  step?: [from: string, to: string];
  /** How many grants it stands for. */
  weight: number;
  says: string;
}

/** An arrow from the right side of one box to the left side of another. */
export interface Link extends Omit<LayoutArrow, "from" | "to" | "turn"> {
  from: Rectangle;
  to: Rectangle;
}

/**
 * Arrows that leave and reach a box are spread along its side in the order of their other ends, so that fewer cross. They
 * rise and fall before `turn` where they begin before it, beside names and boxes rather than across them.
 */
export function arrowsOf(links: readonly Link[], turn: number): LayoutArrow[] {
  const leaving = portsOf(
    links,
    ({ from }) => from,
    ({ to }) => to,
  );
  const reaching = portsOf(
    links,
    ({ to }) => to,
    ({ from }) => from,
  );
  return links.map((link, index) => ({
    turn: link.from.x + link.from.width < turn ? Math.min(turn, link.to.x) : link.to.x,
    kind: link.kind,
    ...(link.step && { step: link.step }),
    weight: link.weight,
    says: link.says,
    from: { x: link.from.x + link.from.width, y: leaving[index] ?? 0 },
    to: { x: link.to.x, y: reaching[index] ?? 0 },
  }));
}

function portsOf(
  links: readonly Link[],
  near: (link: Link) => Rectangle,
  far: (link: Link) => Rectangle,
): number[] {
  const atBox = new Map<Rectangle, number[]>();
  for (const [index, link] of links.entries()) {
    addTo(atBox, near(link), index);
  }
  const ports = new Array<number>(links.length);
  for (const [box, indexes] of atBox) {
    const height = (index: number) => far(links[index] as Link).y;
    indexes.sort((a, b) => height(a) - height(b));
    for (const [place, index] of indexes.entries()) {
      ports[index] = Math.round(box.y + (box.height * (place + 1)) / (indexes.length + 1));
    }
  }
  return ports;
}
