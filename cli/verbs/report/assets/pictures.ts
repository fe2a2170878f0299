import type { GraphNode } from "../../../picture/graph-shape";
import { unpack } from "./dom";
import { accountOf, grouped, model, stepsOf } from "./model";

/** The elements of all pictures, by what they show. */
interface PictureIndex {
  /** By the ids of nodes. */
  links: Map<string, Element[]>;
  /** By the ids of both ends, a line each. */
  arrows: Map<string, Element[]>;
}

let known: PictureIndex | undefined;

function pictureIndex(): PictureIndex {
  known ??= {
    links: grouped([...document.querySelectorAll(".pictures .drawing a")], (link) => [
      decodeURIComponent((link.getAttribute("href") ?? "").slice(1)),
    ]),
    arrows: grouped([...document.querySelectorAll(".pictures [data-from]")], (arrow) => [
      `${arrow.getAttribute("data-from")}\n${arrow.getAttribute("data-to")}`,
    ]),
  };
  return known;
}

let marked = new Set<Element>();

/** Marks in every picture what has to do with a node, and unmarks what had to do with the one before. */
export function markRelated(node: GraphNode | undefined, related: Set<string>): void {
  for (const one of marked) {
    one.classList.remove("related");
    one.removeAttribute("aria-current");
  }
  marked = new Set();
  document.querySelector(".pictures")?.classList.toggle("has-choice", node !== undefined);
  if (!node) return;
  const { arrows, links } = pictureIndex();
  for (const id of related) for (const link of links.get(id) ?? []) marked.add(link);
  for (const step of stepsOf(node)) for (const arrow of arrows.get(step) ?? []) marked.add(arrow);
  for (const one of marked) one.classList.add("related");
  for (const link of links.get(node.id) ?? []) link.setAttribute("aria-current", "true");
}

/**
 * Opens the account that a node is in, where pictures are by account, and answers where the node is shown best: a secret among
 * what its account owns, anything else where it comes first.
 */
export async function placeOf(id: string): Promise<Element | undefined> {
  const account = accountOf(id);
  const home = [...document.querySelectorAll("details.account-pictures")].find(
    (one) => one instanceof HTMLDetailsElement && one.dataset.account === account,
  );
  if (home instanceof HTMLDetailsElement) {
    home.open = true;
    await unpackPictures(home);
  }
  const links = pictureIndex().links.get(id) ?? [];
  const kind = model.nodes.get(id)?.kind;
  const isOwned = kind === "secret" || kind === "parameter" || kind === "key";
  return links.filter((link) => home?.contains(link)).at(isOwned ? -1 : 0);
}

/** Puts the pictures of an account in their place, once. */
export async function unpackPictures(account: Element): Promise<void> {
  const holder = account.querySelector("script");
  if (!holder) return;
  const pictures = await unpack(holder);
  if (!holder.isConnected) return;
  holder.remove();
  account.insertAdjacentHTML("beforeend", pictures);
  known = undefined;
}
