import { type Markup, markup } from "../terminal/markup";
import type { Layout, LayoutArrow, LayoutBox } from "./layout";
import { ARROWS, fitted } from "./texts";

/** The font size of a node's title, and the space that its icon takes. */
export const NODE_FONT = 12;
export const NODE_INDENT = 44;

/** The style of boxes and arrows within an element of class `drawing`. */
export const DRAWING_STYLE = `.drawing{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.drawing .account{--look:var(--account)}.drawing .cluster{--look:var(--reader)}.drawing .key{--look:var(--key)}
.drawing .reader{--look:var(--reader);--tint:var(--reader-tint)}.drawing .role{--look:var(--role);--tint:var(--role-tint)}
.drawing .secret,.drawing .parameter{--look:var(--secret);--tint:var(--secret-tint)}
.drawing rect{fill:var(--surface);stroke:var(--line)}.drawing .node rect{fill:var(--tint);stroke:var(--look)}
.drawing .frame rect{stroke:var(--line-strong)}.drawing .group rect{fill:var(--sunken)}
.drawing text{fill:var(--text);font-size:12px;font-weight:600;dominant-baseline:central}
.drawing .small{fill:var(--quiet);font-size:11px;font-weight:400}
.drawing .frame-title{font-size:15px}
.drawing use{fill:none;stroke:var(--look);stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.drawing .arrows path{fill:none;stroke-opacity:.85}.drawing .crowd path{stroke-opacity:.4}
.drawing .assumes{stroke:var(--role);stroke-dasharray:4 3;marker-end:url(#head-assumes)}
.drawing .own-account{stroke:var(--own);marker-end:url(#head-own-account)}
.drawing .cross-account{stroke:var(--cross);marker-end:url(#head-cross-account)}
.drawing .denied{stroke:var(--bad);stroke-dasharray:1 4;stroke-linecap:round;marker-end:url(#head-denied)}
.drawing .head-assumes{fill:var(--role)}.drawing .head-own-account{fill:var(--own)}.drawing .head-cross-account{fill:var(--cross)}.drawing .head-denied{fill:var(--bad)}
.drawing .number{font-size:10px;text-anchor:end;fill:var(--quiet);stroke:var(--surface);stroke-width:3px;paint-order:stroke}
.drawing .mark{font-size:11px;text-anchor:end;fill:var(--quiet)}.drawing .mark.refuted{fill:var(--bad)}.drawing .mark.unknown{fill:var(--warn)}
`;

/** More arrows than this are drawn faint, so that bundles of them show. */
const CROWD = 60;

/** What a drawing shows in addition to its layout. */
interface DrawingOptions {
  /** The target of a node that is a link. */
  linkOf?: (id: string) => string;
  /** A mark for a node. */
  markOf?: (id: string) => { look: string; says: string } | undefined;
  /** The target of links to a node in this picture; undefined if another picture contains the target. */
  placeOf?: (id: string) => string | undefined;
  /** Further classes of a node, or of an arrow, whose two ids are on one line each. */
  classesOf?: (of: string) => string;
}

/** The boxes and arrows of a layout: frames, then arrows, then what arrows lead to. */
export function drawing({ arrows, boxes }: Layout, options: DrawingOptions = {}): Markup {
  return markup`${boxes.filter(({ shape }) => shape !== "node").map((box) => boxMarkup(box, options))}
<g class="arrows${arrows.length > CROWD && " crowd"}" stroke-width="1.4">${arrows.map((arrow) => arrowMarkup(arrow, options))}</g>
${boxes.filter(({ shape }) => shape === "node").map((box) => boxMarkup(box, options))}`;
}

function boxMarkup(box: LayoutBox, options: DrawingOptions): Markup {
  const { classesOf, linkOf, markOf, placeOf } = options;
  const { height, icon, id, says, shape, width, x, y } = box;
  const radius = { frame: 14, group: 10, node: 8 }[shape];
  const mark = id === undefined ? undefined : markOf?.(id);
  const inside = markup`<title>${says}${mark && `, ${mark.says}`}</title><rect width="${width}" height="${height}" rx="${radius}"/>${label(box, mark)}`;
  const at = markup`transform="translate(${x} ${y})"`;
  if (id === undefined || !linkOf)
    return markup`<g class="${shape} ${icon}" ${at}>${inside}</g>
`;
  const place = placeOf?.(id);
  return markup`<a class="${shape} ${icon}${classesOf?.(id)}"${place && markup` id="${place}"`} href="${linkOf(id)}" ${at}>${inside}</a>
`;
}

/** The positions of texts in a box. `head`: the height of its first line or two. `size`: the font size of its title. */
const LABELS = {
  frame: { head: 50, size: 15, look: markup` class="frame-title"` },
  group: { head: 36, size: NODE_FONT, look: false },
  node: { head: 44, size: NODE_FONT, look: false },
} as const;

function label(
  { detail, icon, indent = 0, rest, shape, title, width }: LayoutBox,
  mark: { look: string; says: string } | undefined,
): Markup {
  const { head, look, size } = LABELS[shape];
  const left = indent + 36;
  const isAlone = detail === "" && rest === undefined;
  const top = head / 2 - (isAlone ? 0 : 8);
  const second = top + 17;
  const taken = mark ? mark.says.length * 7 + 24 : 0;
  const room =
    (shape === "frame" ? Math.min(width - indent, 300) : width) -
    NODE_INDENT -
    (isAlone ? taken : 0);
  return markup`<use href="#icon-${icon}" x="${indent + 12}" y="${head / 2 - 8}"/><text${look} x="${left}" y="${top}">${fitted(title, room, size)}</text>${
    rest !== undefined && markup`<text x="${left}" y="${second}">${fitted(rest, room, size)}</text>`
  }${
    detail !== "" &&
    markup`<text class="small" x="${left}" y="${second}">${fitted(detail, room - taken, 11)}</text>`
  }${
    mark &&
    markup`<text class="mark ${mark.look}" x="${width - 10}" y="${isAlone ? top : second}">${mark.says}</text>`
  }`;
}

function arrowMarkup(
  { from, kind, says, step, to, turn, weight }: LayoutArrow,
  { classesOf, linkOf }: DrawingOptions,
): Markup {
  const end = to.x - 7;
  const level = Math.min(turn, end);
  const bend = (level - from.x) * 0.55;
  const [first, last] = [Math.round(from.x + bend), Math.round(level - bend)];
  const d = `M${from.x} ${from.y}C${first} ${from.y} ${last} ${to.y} ${level} ${to.y}H${end}`;
  if (linkOf && step)
    return markup`<path class="${kind} step${classesOf?.(step.join("\n"))}" d="${d}"/>
`;
  const width = Math.min(4, 1.4 + Math.log2(weight) * 0.35).toFixed(1);
  const many =
    weight > 1 && markup`<text class="number" x="${to.x - 12}" y="${to.y + 3.5}">${weight}</text>`;
  return markup`<g><title>${says}</title><path class="${kind}" stroke-width="${width}" d="${d}"/>${many}</g>
`;
}

/** The heads of arrows, which a document needs once. */
export function arrowHeads(): Markup[] {
  return Object.keys(ARROWS).map(
    (kind) =>
      markup`<marker id="head-${kind}" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" viewBox="0 0 9 9" refX="2" refY="4.5" orient="auto"><path class="head-${kind}" d="M0 .5 8.5 4.5 0 8.5z"/></marker>`,
  );
}
