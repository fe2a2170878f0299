import { NODE_FONT, NODE_INDENT } from "./drawing";
import { inTwoLines } from "./fitted-text";
import type { Frame, FrameColumns } from "./frames";
import type { Graph } from "./graph-shape";
import { arrowsOf, type Layout, type LayoutBox, type Link, type Rectangle } from "./layout";
import { ofOthers, secretDetail } from "./node-texts";

const MARGIN = 16;
const PADDING = 12;
const FRAME_HEAD = 50;
const GROUP_HEAD = 36;
const NODE_HEIGHT = 44;
const NODE_GAP = 8;
const READER_WIDTH = 204;
const ROLE_WIDTH = 228;
const SECRET_WIDTH = 228;
const STEP = 36;
const MIDDLE = 140;

const LEFT = READER_WIDTH + STEP + ROLE_WIDTH + 2 * PADDING;
const LEFT_FRAME = LEFT + 2 * PADDING;
const VAULT_FRAME = SECRET_WIDTH + 4 * PADDING;

/** Lays out every reader, role, key and secret: readers at the left, what they read at the right. */
export function readerLayout(
  columns: FrameColumns,
  graph: Graph,
  isDenied: (reader: string, target: string) => boolean = () => false,
): Layout {
  const boxes: LayoutBox[] = [];
  const places = new Map<string, Rectangle>();
  const hasTargets = graph.nodes.some((node) => node.kind === "role" && node.isTarget);
  const width =
    2 * MARGIN + LEFT_FRAME + MIDDLE + (hasTargets ? ROLE_WIDTH + STEP : 0) + VAULT_FRAME;
  const leftX = MARGIN + PADDING;
  const vaultX = width - MARGIN - VAULT_FRAME + PADDING;
  const targetX = vaultX - STEP - ROLE_WIDTH;

  let y = MARGIN;
  for (const frame of columns.both) y = drawFrame(frame, MARGIN, y, width - 2 * MARGIN);
  let left = y;
  for (const frame of columns.readers) left = drawFrame(frame, MARGIN, left, LEFT_FRAME);
  let right = y;
  for (const frame of columns.owners) {
    const begin = (frame.targetRoles.length > 0 ? targetX : vaultX) - PADDING;
    right = drawFrame(frame, begin, right, width - MARGIN - begin);
  }
  return {
    width,
    height: Math.max(left, right),
    boxes,
    arrows: arrowsOf(
      linksOf(graph, places, isDenied),
      (hasTargets ? targetX : vaultX) - 2 * PADDING,
    ),
  };

  /** Draws a frame, and returns the height at which the next begins. */
  function drawFrame(frame: Frame, x: number, top: number, frameWidth: number): number {
    const { account } = frame;
    const box = {
      ...{ x, y: top, width: frameWidth, height: 0 },
      id: account.id,
      shape: "frame" as const,
      icon: "account" as const,
      title: account.name,
      detail: `${account.accountId} · ${account.region}`,
      says: `account ${account.name}, ${account.accountId}, ${account.region}`,
    };
    boxes.push(box);
    const inner = top + FRAME_HEAD;
    const bottom = Math.max(drawClusters(frame, inner), drawVaults(frame, inner), inner);
    box.height = bottom - top;
    return bottom + MARGIN;
  }

  function drawClusters({ clusters }: Frame, top: number): number {
    let at = top;
    for (const { cluster, readers } of clusters) {
      at = drawGroup(
        { x: leftX, y: at, width: LEFT },
        { id: cluster.id, icon: "cluster", title: cluster.name, says: `cluster ${cluster.arn}` },
        readers.map(({ reader, role }) => (row) => {
          const inside = { x: leftX + PADDING, y: row, width: READER_WIDTH };
          drawNode(reader.id, inside, {
            icon: "reader",
            title: reader.name,
            detail: `${reader.namespace}/${reader.serviceAccount}${ofOthers(reader)}`,
            says: `reader ${reader.name}: service account ${reader.serviceAccount} in namespace ${reader.namespace}`,
          });
          drawRole(role, inside.x + READER_WIDTH + STEP, row);
        }),
      );
    }
    return at;
  }

  function drawVaults({ isReadAcross, targetRoles, vaults }: Frame, top: number): number {
    const first = isReadAcross ? top : top + GROUP_HEAD;
    for (const [index, role] of targetRoles.entries()) {
      drawRole(role, targetX, first + index * (NODE_HEIGHT + NODE_GAP));
    }
    const roles = targetRoles.length * (NODE_HEIGHT + NODE_GAP);
    // Arrows that pass a target role would seem to begin at it.
    let at = isReadAcross ? top + roles : top;
    for (const { key, objects } of vaults) {
      const title = key?.name ?? "AWS managed key";
      at = drawGroup(
        { x: vaultX, y: at, width: SECRET_WIDTH + 2 * PADDING },
        {
          ...(key && { id: key.id }),
          icon: "key",
          title,
          says: key ? `key ${key.name} of ${key.region}` : title,
        },
        objects.map((object) => (row) => {
          const inside = { x: vaultX + PADDING, y: row, width: SECRET_WIDTH };
          drawNode(object.id, inside, {
            icon: object.kind,
            title: object.name,
            detail: secretDetail(object),
            says: `${object.kind} ${object.name}`,
          });
        }),
      );
    }
    return Math.max(at, roles === 0 ? top : top + GROUP_HEAD + roles + PADDING);
  }

  function drawGroup(
    place: Omit<Rectangle, "height">,
    text: Pick<LayoutBox, "icon" | "id" | "title" | "says">,
    rows: ((y: number) => void)[],
  ): number {
    const height = GROUP_HEAD + rows.length * (NODE_HEIGHT + NODE_GAP) + (rows.length > 0 ? 4 : 0);
    boxes.push({ ...place, height, ...text, detail: "", shape: "group" });
    for (const [index, draw] of rows.entries()) {
      draw(place.y + GROUP_HEAD + index * (NODE_HEIGHT + NODE_GAP));
    }
    return place.y + height + PADDING;
  }

  function drawRole(role: { arn: string; id: string; name: string }, x: number, top: number): void {
    const [title, rest] = inTwoLines(role.name, ROLE_WIDTH - NODE_INDENT, NODE_FONT);
    drawNode(
      role.id,
      { x, y: top, width: ROLE_WIDTH },
      {
        icon: "role",
        title,
        ...(rest === undefined ? { detail: "role" } : { rest, detail: "" }),
        says: `role ${role.arn}`,
      },
    );
  }

  function drawNode(
    id: string,
    place: Omit<Rectangle, "height">,
    text: Pick<LayoutBox, "detail" | "icon" | "rest" | "title" | "says">,
  ): void {
    const box = { ...place, id, height: NODE_HEIGHT, ...text, shape: "node" as const };
    boxes.push(box);
    places.set(id, box);
  }
}

function linksOf(
  { edges, nodes }: Graph,
  places: Map<string, Rectangle>,
  isDenied: (reader: string, target: string) => boolean,
): Link[] {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const targets = new Set(
    nodes.filter((node) => node.kind === "role" && node.isTarget).map(({ id }) => id),
  );
  return edges.flatMap((edge): Link[] => {
    if (edge.kind === "encrypts") return [];
    const begin = edge.kind === "reads" ? edge.as : edge.from;
    const [from, to] = [places.get(begin), places.get(edge.to)];
    if (!from || !to) return [];
    const says = `${names.get(edge.from)} ${edge.kind} ${names.get(edge.to)}`;
    const link = { from, to, weight: 1, says, step: [begin, edge.to] as [string, string] };
    if (edge.kind === "assumes") return [{ ...link, kind: "assumes" }];
    if (isDenied(edge.from, edge.to)) return [{ ...link, kind: "denied" }];
    // A target role is the owner's own: the way across is to assume it.
    const isAcross = edge.crossAccount && !targets.has(edge.as);
    return [{ ...link, kind: isAcross ? "cross-account" : "own-account" }];
  });
}
