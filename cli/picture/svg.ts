import { Markup, markup } from "../terminal/markup";
import { COLOURS } from "./colours";
import { fitted } from "./fitted-text";
import { iconShapes } from "./icons";
import type { Layout, LayoutArrow, LayoutBox } from "./layout";
import { ARROWS, SIGNS } from "./legend-texts";

const STYLE = new Markup(`<style>${COLOURS}
svg{background:var(--page);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
rect{fill:var(--surface);stroke:var(--line)}
.frame{stroke:var(--line-strong)}
.group{fill:var(--sunken)}
text{fill:var(--text);font-size:13px;font-weight:600}
.small{fill:var(--quiet);font-size:11px;font-weight:400}
.frame-title{font-size:15px}
use{fill:none;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.account{stroke:var(--account)}.cluster,.reader{stroke:var(--reader)}.role{stroke:var(--role)}
.secret,.parameter{stroke:var(--secret)}.key{stroke:var(--key)}
rect.reader{fill:var(--reader-tint)}rect.role{fill:var(--role-tint)}
rect.secret,rect.parameter{fill:var(--secret-tint)}
.arrow{fill:none;stroke-opacity:.85}.crowd .arrow{stroke-opacity:.4}
.assumes{stroke:var(--role);stroke-dasharray:4 3}.own-account{stroke:var(--own)}.cross-account{stroke:var(--cross)}
.head-assumes{fill:var(--role)}.head-own-account{fill:var(--own)}.head-cross-account{fill:var(--cross)}
.heading{font-size:20px}
.number{font-size:10px;text-anchor:end;fill:var(--quiet);stroke:var(--surface);stroke-width:3px;paint-order:stroke}
</style>`);

const MARGIN = 24;
const HEAD_HEIGHT = 56;
const LEGEND_ROW = 26;

/** More arrows than this are drawn faint, so that bundles of them show. */
const CROWD = 60;

/** A picture that stands alone: no script, no font, nothing to fetch. */
export function svg(layout: Layout, title: string, description: string): Markup {
  const { arrows, boxes, width } = layout;
  const below = HEAD_HEIGHT + layout.height;
  const rows = legend(layout, below);
  const height = below + rows.length * LEGEND_ROW + 12;
  const room = width - 2 * MARGIN;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${description}</desc>
${STYLE}
${iconShapes()}
<defs>${heads()}</defs>
<text class="heading" x="${MARGIN}" y="38">${fitted(title, room, 20)}</text>
<text class="small" x="${MARGIN}" y="58">${fitted(description, room * 1.2, 11)}</text>
<g transform="translate(0 ${HEAD_HEIGHT})">
${boxes.filter(({ shape }) => shape !== "node").map(boxMarkup)}
<g class="${arrows.length > CROWD ? "crowd" : "few"}">${arrows.map(arrowMarkup)}</g>
${boxes.filter(({ shape }) => shape === "node").map(boxMarkup)}
</g>
${rows}
</svg>
`;
}

function boxMarkup(box: LayoutBox): Markup {
  const { height, says, shape, width, x, y } = box;
  const look = shape === "node" ? box.icon : shape;
  const radius = { frame: 14, group: 10, node: 8 }[shape];
  return markup`<g><title>${says}</title><rect class="${look}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>${label(box)}</g>
`;
}

function label({
  detail,
  height,
  icon,
  indent = 0,
  shape,
  title,
  width,
  x: left,
  y,
}: LayoutBox): Markup {
  const x = left + indent;
  const size = shape === "frame" ? 15 : 13;
  const head = { frame: 50, group: 36, node: height }[shape];
  const top = y + Math.min(head, height) / 2 - (detail === "" ? 0 : 8);
  const room = (shape === "frame" ? Math.min(width - indent, 300) : width) - 52;
  return markup`<use href="#icon-${icon}" class="${icon}" x="${x + 14}" y="${y + Math.min(head, height) / 2 - 8}" width="16" height="16"/><text${new Markup(shape === "frame" ? ' class="frame-title"' : "")} x="${x + 40}" y="${top}" dominant-baseline="central">${fitted(title, room, size)}</text>${
    detail !== "" &&
    markup`<text class="small" x="${x + 40}" y="${top + 17}" dominant-baseline="central">${fitted(detail, room, 11)}</text>`
  }`;
}

function arrowMarkup({ from, kind, says, to, turn, weight }: LayoutArrow): Markup {
  const end = to.x - 7;
  const level = Math.min(turn, end);
  const bend = (level - from.x) * 0.55;
  const path = `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${level - bend} ${to.y} ${level} ${to.y}H${end}`;
  const width = Math.min(4, 1.4 + Math.log2(weight) * 0.35).toFixed(1);
  return markup`<g><title>${says}</title><path class="arrow ${kind}" stroke-width="${width}" d="${path}" marker-end="url(#head-${kind})"/>${
    weight > 1 && markup`<text class="number" x="${to.x - 12}" y="${to.y + 3.5}">${weight}</text>`
  }</g>
`;
}

function heads(): Markup[] {
  return Object.keys(ARROWS).map(
    (kind) =>
      markup`<marker id="head-${kind}" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" viewBox="0 0 9 9" refX="2" refY="4.5" orient="auto"><path class="head-${kind}" d="M0 .5 8.5 4.5 0 8.5z"/></marker>`,
  );
}

/** What arrows and signs of this picture mean, in rows. */
function legend({ arrows, boxes }: Layout, top: number): Markup[] {
  const signs = (Object.keys(SIGNS) as LayoutBox["icon"][]).filter((kind) =>
    boxes.some(({ icon }) => icon === kind),
  );
  const kinds = (Object.keys(ARROWS) as LayoutArrow["kind"][]).filter((kind) =>
    arrows.some((arrow) => arrow.kind === kind),
  );
  const row = (
    index: number,
    entries: { says: string; room: number; sign: (x: number, y: number) => Markup }[],
  ) => {
    const y = top + index * LEGEND_ROW + 16;
    let x = MARGIN;
    return entries.map(({ room, says, sign }) => {
      const at = x;
      x += room + says.length * 6.5 + 24;
      return markup`${sign(at, y)}<text class="small" x="${at + room}" y="${y}" dominant-baseline="central">${says}</text>`;
    });
  };
  const lines = kinds.map((kind) => ({
    says: ARROWS[kind],
    room: 42,
    sign: (x: number, y: number) =>
      markup`<path class="arrow ${kind}" stroke-width="1.6" d="M${x} ${y}h26" marker-end="url(#head-${kind})"/>`,
  }));
  const icons = signs.map((icon) => ({
    says: SIGNS[icon] ?? icon,
    room: 24,
    sign: (x: number, y: number) =>
      markup`<use href="#icon-${icon}" class="${icon}" x="${x}" y="${y - 8}" width="16" height="16"/>`,
  }));
  return [lines, icons].map((entries, index) => markup`<g>${row(index, entries)}</g>`);
}
