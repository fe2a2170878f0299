import { find, shape } from "./dom.js";
import { pictureIndex } from "./index.js";
import { accountOf, grouped, model } from "./model.js";

/**
 * Draws an arrow for each grant between what is visible of its ends: a reader's role or its closed account, a secret or
 * its closed account. Arrows between the same two ends become one.
 */
export function drawArrows() {
  const picture = find("#picture", HTMLElement);
  const canvas = find("#arrows", SVGElement);
  const origin = picture.getBoundingClientRect();
  // In print the picture is scaled, and its arrows with it.
  const scale = origin.width / picture.offsetWidth || 1;
  /** @type {Map<string, Arrow>} */
  const arrows = new Map();
  for (const line of linesOf()) {
    const from = placeOf(line.from, line.fromSide);
    const to = placeOf(line.to, "owned");
    if (!from || !to || from === to) continue;
    const key = `${line.look} ${idOf(from)} ${idOf(to)}`;
    const known = arrows.get(key);
    if (known) known.grants.push(line.grant);
    else arrows.set(key, { from, to, look: line.look, grants: [line.grant] });
  }
  const drawn = withPorts([...arrows.values()], origin, scale);
  const turn = (ownersLeft(picture) - origin.left) / scale - 8;
  canvas.replaceChildren(...drawn.map((arrow) => arrowShape(arrow, turn)));
  canvas.classList.toggle("crowd", drawn.length > 60);
}

/** @typedef {{ from: Element, to: Element, look: string, grants: string[] }} Arrow */
/** @typedef {Arrow & { start: Point, end: Point }} PlacedArrow */
/** @typedef {{ x: number, y: number }} Point */

/** What there is to draw: a grant is read as a role; a target role is assumed on the way. */
function linesOf() {
  const { data, denied, nodes } = model;
  /** @type {Map<string, string>} */
  const ownRoles = new Map();
  for (const { from, kind, to } of data.edges) {
    if (kind === "assumes" && nodes.get(from)?.kind === "reader") ownRoles.set(from, to);
  }
  return data.edges.flatMap((edge) => {
    if (edge.kind !== "reads") return [];
    const grant = `${edge.from}\n${edge.to}`;
    const own = ownRoles.get(edge.from) ?? edge.from;
    const isDenied = denied.has(grant);
    const look = isDenied ? "denied" : edge.crossAccount ? "cross" : "own";
    if (edge.as === own) return [{ from: own, fromSide: "readers", to: edge.to, look, grant }];
    return [
      { from: own, fromSide: "readers", to: edge.as, look: "assumes", grant },
      { from: edge.as, fromSide: "owned", to: edge.to, look: isDenied ? look : "own", grant },
    ];
  });
}

/**
 * The element that stands for a node: its own, or the line of its closed account.
 * @param {string} id
 * @param {string} side
 */
function placeOf(id, side) {
  const { frames, links } = pictureIndex();
  const frame = frames.get(accountOf(id));
  if (!frame || frame.hidden) return undefined;
  return frame.open ? links.get(id) : frame.querySelector(`:scope > summary .sum-${side}`);
}

let lastId = 0;
/** @type {WeakMap<Element, number>} */
const ids = new WeakMap();

/** @param {Element} one */
function idOf(one) {
  if (!ids.has(one)) ids.set(one, ++lastId);
  return ids.get(one);
}

/**
 * Spreads the ends of arrows along the sides of their boxes, in the order of their other ends.
 * @param {Arrow[]} arrows
 * @param {DOMRect} origin
 * @param {number} scale
 * @returns {PlacedArrow[]}
 */
function withPorts(arrows, origin, scale) {
  /** @type {Map<Element, DOMRect>} */
  const boxes = new Map();
  /** @param {Element} one */
  const boxOf = (one) => {
    const known = boxes.get(one);
    if (known) return known;
    const box = one.getBoundingClientRect();
    boxes.set(one, box);
    return box;
  };
  const placed = arrows.map((arrow) => ({
    ...arrow,
    start: { x: (boxOf(arrow.from).right - origin.left) / scale, y: 0 },
    end: { x: (boxOf(arrow.to).left - origin.left) / scale, y: 0 },
  }));
  for (const [near, far, point] of /** @type {const} */ ([
    ["from", "to", "start"],
    ["to", "from", "end"],
  ])) {
    for (const group of grouped(placed, (arrow) => [arrow[near]]).values()) {
      group.sort((a, b) => boxOf(a[far]).top - boxOf(b[far]).top);
      for (const [index, arrow] of group.entries()) {
        const { height, top } = boxOf(arrow[near]);
        const part = (index + 1) / (group.length + 1);
        arrow[point].y = (top + height * part - origin.top) / scale;
      }
    }
  }
  return placed;
}

/**
 * Left of the names and roles of the accounts that own: before it arrows rise and fall.
 * @param {Element} picture
 */
function ownersLeft(picture) {
  const lefts = [...picture.querySelectorAll(".frame.owners, .frame[open] .owned, .sum-owned")]
    .map((one) => one.getBoundingClientRect())
    .flatMap(({ left, width }) => (width > 0 ? [left] : []));
  return Math.min(...lefts);
}

/**
 * @param {PlacedArrow} arrow
 * @param {number} turn where it has reached the height of its end, unless it begins behind
 */
function arrowShape({ end, from, grants, look, start, to }, turn) {
  const tip = end.x - 8;
  const level = start.x < turn ? Math.min(turn, tip) : tip;
  const bend = (level - start.x) * 0.55;
  const d = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${level - bend} ${end.y} ${level} ${end.y}H${tip}`;
  const width = Math.min(4.5, 1.5 + Math.log2(grants.length) * 0.4);
  const head = `M${tip - 1} ${end.y - 4} ${end.x} ${end.y} ${tip - 1} ${end.y + 4}z`;
  const arrow = shape(
    "g",
    { class: `arrow ${look}` },
    shape("path", { class: look, d, "stroke-width": width.toFixed(1) }),
    shape("path", { class: `head ${look}`, d: head }),
  );
  Object.assign(arrow, { grants, ends: [from, to] });
  return arrow;
}

/**
 * Shows the arrows of what is pointed at, a node or a closed account, before all others.
 * @param {Element | null} pointed
 */
export function pointAt(pointed) {
  const canvas = find("#arrows", SVGElement);
  let any = false;
  for (const arrow of canvas.children) {
    const ends = "ends" in arrow ? /** @type {Element[]} */ (arrow.ends) : [];
    const isPointed = pointed !== null && ends.some((end) => pointed.contains(end));
    arrow.classList.toggle("pointed", isPointed);
    any ||= isPointed;
  }
  canvas.classList.toggle("pointing", any);
}
