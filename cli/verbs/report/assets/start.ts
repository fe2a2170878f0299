import { chosenId, markChoice, showChoice } from "./choice";
import { find } from "./dom";
import { loadModel, model } from "./model";
import { placeOf, unpackPictures } from "./pictures";
import { startPrinting } from "./printing";
import { startSearch } from "./search";
import { startTable } from "./tables";

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
