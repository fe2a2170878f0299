import { Canvas, GROUP_HEAD, MARGIN, PADDING, ROW } from "./canvas";
import { NODE_FONT, NODE_INDENT } from "./drawing";
import type { Frame, FrameColumns } from "./frames";
import type { Graph } from "./graph-shape";
import { arrowsOf, type Layout, type Link, type Rectangle } from "./layout";
import { inTwoLines, ofOthers } from "./texts";

const READER_WIDTH = 204;
const ROLE_WIDTH = 228;
const SECRET_WIDTH = 228;
const STEP = 36;
const MIDDLE = 140;

const LEFT = READER_WIDTH + STEP + ROLE_WIDTH + 2 * PADDING;
const LEFT_FRAME = LEFT + 2 * PADDING;
const VAULT_FRAME = SECRET_WIDTH + 4 * PADDING;

/** Lays out every reader, role, key and secret: readers on the left, what they read on the right. */
export function readerLayout(
  columns: FrameColumns,
  graph: Graph,
  isDenied: (reader: string, target: string) => boolean = () => false,
): Layout {
  const canvas = new Canvas();
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
    boxes: canvas.boxes,
    arrows: arrowsOf(
      linksOf(graph, canvas.places, isDenied),
      (hasTargets ? targetX : vaultX) - 2 * PADDING,
    ),
  };

  /** Draws a frame. Returns the height at which the next one begins. */
  function drawFrame(frame: Frame, x: number, y: number, frameWidth: number): number {
    const bottom = canvas.frame(frame.account, { x, y, width: frameWidth }, (top) =>
      Math.max(drawClusters(frame, top), drawVaults(frame, top), top),
    );
    return bottom + MARGIN;
  }

  function drawClusters({ clusters }: Frame, top: number): number {
    return clusters.reduce((at, { cluster, readers }) => {
      const { arn, id, name } = cluster;
      return canvas.group(
        { x: leftX, y: at, width: LEFT },
        { id, icon: "cluster", title: name, says: `cluster ${arn}` },
        readers.map(({ reader, role }) => (row) => {
          const inside = { x: leftX + PADDING, y: row, width: READER_WIDTH };
          canvas.node(reader.id, inside, {
            icon: "reader",
            title: reader.name,
            detail: `${reader.namespace}/${reader.serviceAccount}${ofOthers(reader)}`,
            says: `reader ${reader.name}: service account ${reader.serviceAccount} in namespace ${reader.namespace}`,
          });
          drawRole(role, inside.x + READER_WIDTH + STEP, row);
        }),
      );
    }, top);
  }

  function drawVaults({ isReadAcross, targetRoles, vaults }: Frame, top: number): number {
    const first = isReadAcross ? top : top + GROUP_HEAD;
    for (const [index, role] of targetRoles.entries()) {
      drawRole(role, targetX, first + index * ROW);
    }
    const roles = targetRoles.length * ROW;
    const place = { x: vaultX, width: SECRET_WIDTH + 2 * PADDING };
    // Arrows that pass a target role would seem to start at it.
    const begin = isReadAcross ? top + roles : top;
    const end = vaults.reduce((y, vault) => canvas.vault(vault, { ...place, y }), begin);
    return Math.max(end, roles === 0 ? top : top + GROUP_HEAD + roles + PADDING);
  }

  function drawRole(role: { arn: string; id: string; name: string }, x: number, y: number): void {
    const [title, rest] = inTwoLines(role.name, ROLE_WIDTH - NODE_INDENT, NODE_FONT);
    const detail = rest === undefined ? { detail: "role" } : { rest, detail: "" };
    const text = { icon: "role" as const, title, ...detail, says: `role ${role.arn}` };
    canvas.node(role.id, { x, y, width: ROLE_WIDTH }, text);
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
    // A target role belongs to the owner, so the step across accounts is to assume it.
    const isAcross = edge.crossAccount && !targets.has(edge.as);
    return [{ ...link, kind: isAcross ? "cross-account" : "own-account" }];
  });
}
