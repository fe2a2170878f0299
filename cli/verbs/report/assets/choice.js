import { drawArrows } from "./arrows.js";
import { showDetails } from "./details.js";
import { find } from "./dom.js";
import { pictureIndex } from "./index.js";
import { accountOf, grantsOf, model, relatedTo } from "./model.js";

/** The id of the chosen node: the page's address holds it, so that it can be sent and gone back to. */
export function chosenId() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Shows the chosen node: its details, what has to do with it, and the accounts of these. */
export function showChoice() {
  const node = model.nodes.get(chosenId());
  mark(node ? relatedTo(node.id) : new Set(), node?.id);
  find("#picture", HTMLElement).classList.toggle("has-choice", node !== undefined);
  if (node) openFrame(accountOf(node.id));
  showFrames();
  showDetails(node);
  find("#said", HTMLElement).textContent = node ? announcement(node) : "";
  if (node) bringIntoView();
}

/** @type {Set<string>} */
let marked = new Set();

/**
 * Marks what has to do with the choice in the picture, and unmarks what had to do with the one before.
 * @param {Set<string>} related
 * @param {string | undefined} chosen
 */
function mark(related, chosen) {
  const { links } = pictureIndex();
  for (const id of new Set([...marked, ...related])) {
    const link = links.get(id);
    link?.classList.toggle("related", related.has(id));
    if (id === chosen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
  marked = related;
}

/** Scrolls the chosen node into view where it is not: it may have been chosen in the table. */
function bringIntoView() {
  const shown = pictureIndex().links.get(chosenId());
  if (!shown) return;
  const details = find("#details", HTMLElement);
  // On a narrow screen the details lie over the lower half.
  const isOver = getComputedStyle(details).position === "fixed";
  const floor = isOver ? details.getBoundingClientRect().top : innerHeight;
  const { bottom, top } = shown.getBoundingClientRect();
  if (top < 0 || bottom > floor) scrollBy(0, (top + bottom - floor) / 2);
}

/** Shows the frames that are asked for, and their arrows. */
export function showFrames() {
  const account = find("#show-account", HTMLSelectElement).value;
  const only = find("#only-connected", HTMLInputElement).checked;
  const node = model.nodes.get(chosenId());
  const wanted = [
    ...(account ? [connectedAccounts(account)] : []),
    ...(only && node ? [connectedAccounts(node.id)] : []),
  ];
  for (const [id, frame] of pictureIndex().frames) {
    frame.hidden = !wanted.every((set) => set.has(id));
  }
  const frames = [...pictureIndex().frames.values()];
  const shown = frames.map(({ hidden, open }) => (hidden ? "-" : open ? "o" : "c")).join("");
  if (shown === drawn) return markArrows();
  drawn = shown;
  redraw();
}

/** Which frames were hidden, open and closed as arrows were drawn. */
let drawn = "";

/** Draws the arrows anew, since what they lead to has moved. */
export function redraw() {
  drawArrows();
  markArrows();
}

/**
 * Opens the frame of an account.
 * @param {string} account
 */
export function openFrame(account) {
  const frame = pictureIndex().frames.get(account);
  if (frame) frame.open = true;
}

/**
 * The accounts that the grants through a node lead from and to.
 * @param {string} id
 */
function connectedAccounts(id) {
  const node = model.nodes.get(id);
  const found = new Set([accountOf(id)]);
  for (const { from, to } of node ? grantsOf(node) : []) {
    found.add(accountOf(from)).add(accountOf(to));
  }
  return found;
}

/** Marks the arrows of the grants that run through the chosen node, and brings them to the front. */
function markArrows() {
  const node = model.nodes.get(chosenId());
  const grants = new Set((node ? grantsOf(node) : []).map(({ from, to }) => `${from}\n${to}`));
  const canvas = find("#arrows", SVGElement);
  const marked = [...canvas.children].filter((arrow) => {
    const isMarked =
      "grants" in arrow && /** @type {string[]} */ (arrow.grants).some((one) => grants.has(one));
    arrow.classList.toggle("marked", isMarked);
    return isMarked;
  });
  canvas.append(...marked);
}

/**
 * What a screen reader says when something is chosen.
 * @param {import("./model.js").GraphNode} node
 */
function announcement(node) {
  const number = grantsOf(node).length;
  return `${node.kind} ${node.name}: ${number} ${number === 1 ? "grant" : "grants"}. Press Enter again for the details, Escape to leave.`;
}
