/**
 * The picture's elements by the ids of the nodes that they show.
 * @typedef {object} PictureIndex
 * @property {Map<string, HTMLAnchorElement>} links
 * @property {Map<string, HTMLDetailsElement>} frames by the ids of accounts
 */

/** @type {PictureIndex | undefined} */
let known;

/** @returns {PictureIndex} */
export function pictureIndex() {
  if (known) return known;
  known = { links: new Map(), frames: new Map() };
  for (const link of document.querySelectorAll(".picture a")) {
    if (link instanceof HTMLAnchorElement) {
      known.links.set(decodeURIComponent(link.hash.slice(1)), link);
    }
  }
  for (const frame of document.querySelectorAll("details.frame")) {
    if (frame instanceof HTMLDetailsElement) known.frames.set(frame.dataset.account ?? "", frame);
  }
  return known;
}
