import type { GraphNode } from "../../../picture/graph-shape";
import { showDetails } from "./details";
import { find } from "./dom";
import { grantsOf, model, relatedTo } from "./model";
import { markRelated, placeOf } from "./pictures";

/** The id of the chosen node: the page's address holds it, so that it can be sent and gone back to. */
export function chosenId(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Shows the chosen node: its details, and the picture of it, with what has to do with it. */
export async function showChoice(): Promise<void> {
  const node = model.nodes.get(chosenId());
  showDetails(node);
  find("#said", HTMLElement).textContent = node ? announcement(node) : "";
  const place = node && (await placeOf(node.id));
  if (node?.id !== model.nodes.get(chosenId())?.id) return;
  markChoice();
  if (place) bringIntoView(place);
}

/** Marks in the pictures what has to do with the chosen node. */
export function markChoice(): void {
  const node = model.nodes.get(chosenId());
  markRelated(node, node ? relatedTo(node.id) : new Set());
}

/** Scrolls to a part of a picture that is not in view. */
function bringIntoView(shown: Element): void {
  if (shown.getClientRects().length === 0) return;
  // The details may lie over the lower half.
  const { left, top: above } = find("#details", HTMLElement).getBoundingClientRect();
  const floor = left < innerWidth / 2 ? above : innerHeight;
  const { bottom, top } = shown.getBoundingClientRect();
  if (top < 0 || bottom > floor) scrollBy(0, (top + bottom - floor) / 2);
}

/** What a screen reader says when something is chosen. */
function announcement(node: GraphNode): string {
  const number = grantsOf(node).length;
  return `${node.kind} ${node.name}: ${number} ${number === 1 ? "grant" : "grants"}. Escape leaves its details.`;
}
