import { Markup, markup } from "../terminal/markup";
import { arrowHeads, DRAWING_STYLE, drawing } from "./drawing";
import type { Graph } from "./graph-shape";
import { COLOURS, iconShapes } from "./icons";
import type { Layout, LayoutArrow, LayoutBox } from "./layout";
import { accountPairs, MATRIX_STYLE, matrixOf } from "./matrix";
import { ARROWS, fitted, SIGNS } from "./texts";

const STYLE = new Markup(`<style>${COLOURS}
svg{max-width:100%;height:auto;background:var(--page)}
${DRAWING_STYLE}${MATRIX_STYLE}.drawing .heading{font-size:20px}
</style>`);

const MARGIN = 24;
const HEAD_HEIGHT = 56;
export const LEGEND_ROW = 26;
/** Enough width for the description of a small matrix. */
const LEAST_WIDTH = 720;

/** A self-contained picture of a layout: no script, no font, nothing to fetch. */
export function svg(layout: Layout, title: string, description: string): Markup {
  const rows = legend(layout, HEAD_HEIGHT + layout.height);
  const { height, width } = layout;
  const body = markup`<g transform="translate(0 ${HEAD_HEIGHT})">
${drawing(layout)}
</g>
${rows}`;
  return standalone({ width, height: height + rows.length * LEGEND_ROW, body }, title, description);
}

/** A self-contained matrix of accounts. */
export function matrixSvg(graph: Graph, title: string, description: string): Markup {
  const { body, height, width } = matrixOf(accountPairs(graph));
  const moved = markup`<g transform="translate(0 ${HEAD_HEIGHT})">
${body}</g>`;
  return standalone(
    { width: Math.max(width, LEAST_WIDTH), height, body: moved },
    title,
    description,
  );
}

function standalone(
  { body, height, width }: { width: number; height: number; body: Markup },
  title: string,
  description: string,
): Markup {
  const whole = HEAD_HEIGHT + height + 12;
  const room = width - 2 * MARGIN;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" class="drawing" role="img" aria-labelledby="title description">
<title id="title">${title}</title>
<desc id="description">${description}</desc>
${STYLE}
${iconShapes()}
<defs>${arrowHeads()}</defs>
<text class="heading" x="${MARGIN}" y="38">${fitted(title, room, 20)}</text>
<text class="small" x="${MARGIN}" y="58">${fitted(description, room * 1.2, 11)}</text>
${body}
</svg>
`;
}

/** The legend of a picture: what its arrows and signs mean, in rows. */
export function legend({ arrows, boxes }: Layout, top: number): Markup[] {
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
    sign: (x: number, y: number) => markup`<path class="${kind}" d="M${x} ${y}h26"/>`,
  }));
  const icons = signs.map((icon) => ({
    says: SIGNS[icon] ?? icon,
    room: 24,
    sign: (x: number, y: number) =>
      markup`<use href="#icon-${icon}" class="${icon}" x="${x}" y="${y - 8}"/>`,
  }));
  return [lines, icons].map(
    (entries, index) => markup`<g class="arrows" stroke-width="1.6">${row(index, entries)}</g>`,
  );
}
