import { addTo } from "iam-proof/collections";
import type { GraphNode } from "./graph-shape";

/** A picture with all positions in pixels. */
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
  /** A `frame` contains others. Arrows start and end at a `node`. */
  shape: "frame" | "group" | "node";
  icon: GraphNode["kind"];
  /** Id of the graph's node that it shows; absent for a frame and for a box that stands for many. */
  id?: string;
  title: string;
  /** The second line of a title with two. */
  rest?: string | undefined;
  detail: string;
  /** Additional indentation of its title. */
  indent?: number;
  /** The full description of the box. */
  says: string;
}

type ArrowKind = "assumes" | "own-account" | "cross-account" | "denied";

export interface LayoutArrow {
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** The horizontal position at which it has reached the height of its end. From there it goes straight. */
  turn: number;
  kind: ArrowKind;
  /** The ids of the nodes that it connects; absent if there are several. */
  step?: [from: string, to: string];
  /** The number of grants that it stands for. */
  weight: number;
  says: string;
}

/** An arrow from the right side of one box to the left side of another. */
export interface Link extends Omit<LayoutArrow, "from" | "to" | "turn"> {
  from: Rectangle;
  to: Rectangle;
}

/**
 * The arrows for these links. Arrows are spread along the side of a box in the order of their other ends, so that fewer of them
 * cross. Those that start before `turn` change their height before it, beside names and boxes rather than across them.
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
