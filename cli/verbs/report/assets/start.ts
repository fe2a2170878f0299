import type { GraphNode } from "../../../picture/graph-shape";
import { showDetails } from "./details";
import { find } from "./dom";
import { grantsOf, loadModel, model, relatedTo } from "./model";
import { markRelated, placeOf, unpackPictures } from "./pictures";
import { startSearch, startTable } from "./search";

/** Brings the page to life. */
async function start(): Promise<void> {
  const tables = new Map(
    [...document.querySelectorAll("table")].map((one) => [one, startTable(one)]),
  );
  startPrinting();
  await loadModel();
  const access = tables.get(find("#access", HTMLTableElement));
  if (access) startSearch(access);

  /** What had the focus as the choice was made. */
  let opener: Element | null = null;
  addEventListener("hashchange", showChoice);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && model.nodes.has(chosenId())) leave();
  });
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const id = decodeURIComponent((link?.getAttribute("href") ?? "").slice(1));
    if (link?.matches(".close")) {
      event.preventDefault();
      leave();
    } else if (link && model.nodes.has(id)) {
      event.preventDefault();
      choose(id, document.activeElement, event.detail === 0);
    }
  });
  const accounts = [...document.querySelectorAll("details.account-pictures")];
  for (const account of accounts) {
    account.addEventListener("toggle", () => unpackPictures(account).then(markChoice));
  }
  for (const [button, isOpen] of [
    ["#open-all", true],
    ["#close-all", false],
  ] as const) {
    document.querySelector(button)?.addEventListener("click", () => {
      for (const one of accounts) one.toggleAttribute("open", isOpen);
    });
  }
  await showChoice();
  document.documentElement.dataset.ready = "true";

  /** Chooses a node. Whoever does it by keyboard goes on in its details. */
  function choose(id: string, from: Element | null, isByKey: boolean): void {
    if (!find("#details", HTMLElement).contains(from)) opener = from;
    history.pushState(null, "", `#${encodeURIComponent(id)}`);
    showChoice();
    if (isByKey) document.getElementById("details-title")?.focus();
  }

  /** Leaves the chosen node, and goes back to where it was chosen. */
  async function leave(): Promise<void> {
    const place = opener ?? (await placeOf(chosenId()));
    history.pushState(null, "", location.pathname + location.search);
    await showChoice();
    if (place instanceof HTMLElement || place instanceof SVGElement) place.focus();
  }
}

start();

/** The id of the chosen node: the page's address holds it, so that it can be sent and gone back to. */
function chosenId(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Shows the chosen node: its details, and the picture of it, with what has to do with it. */
async function showChoice(): Promise<void> {
  const node = model.nodes.get(chosenId());
  showDetails(node);
  find("#said", HTMLElement).textContent = node ? announcement(node) : "";
  const place = node && (await placeOf(node.id));
  if (node?.id !== model.nodes.get(chosenId())?.id) return;
  markChoice();
  if (place) bringIntoView(place);
}

/** Marks in the pictures what has to do with the chosen node. */
function markChoice(): void {
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

/** Takes the links out of the table while it is printed: paper has no use for them, and thousands take a printer seconds. */
function startPrinting(): void {
  const links = new Map<Element, string>();
  addEventListener("beforeprint", () => {
    for (const link of document.querySelectorAll("#access a")) {
      links.set(link, link.getAttribute("href") ?? "");
      link.removeAttribute("href");
    }
  });
  addEventListener("afterprint", () => {
    for (const [link, address] of links) link.setAttribute("href", address);
    links.clear();
  });
}
