import { chosenId, markChoice, showChoice } from "./choice.js";
import { find } from "./dom.js";
import { loadModel, model } from "./model.js";
import { placeOf, unpackPictures } from "./pictures.js";
import { startPrinting } from "./printing.js";
import { startSearch } from "./search.js";
import { startTable } from "./tables.js";

/** Brings the page to life. */
async function start() {
  const tables = new Map(
    [...document.querySelectorAll("table")].map((one) => [one, startTable(one)]),
  );
  startPrinting();
  await loadModel();
  const access = tables.get(find("#access", HTMLTableElement));
  if (access) startSearch(access);

  /**
   * What had the focus as the choice was made.
   * @type {Element | null}
   */
  let opener = null;
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
  for (const [button, isOpen] of /** @type {const} */ ([
    ["#open-all", true],
    ["#close-all", false],
  ])) {
    document.querySelector(button)?.addEventListener("click", () => {
      for (const one of accounts) one.toggleAttribute("open", isOpen);
    });
  }
  await showChoice();
  document.documentElement.dataset.ready = "true";

  /**
   * Chooses a node. Whoever does it by keyboard goes on in its details.
   * @param {string} id
   * @param {Element | null} from
   * @param {boolean} isByKey
   */
  function choose(id, from, isByKey) {
    if (!find("#details", HTMLElement).contains(from)) opener = from;
    history.pushState(null, "", `#${encodeURIComponent(id)}`);
    showChoice();
    if (isByKey) document.getElementById("details-title")?.focus();
  }

  /** Leaves the chosen node, and goes back to where it was chosen. */
  async function leave() {
    const place = opener ?? (await placeOf(chosenId()));
    history.pushState(null, "", location.pathname + location.search);
    await showChoice();
    if (place instanceof HTMLElement || place instanceof SVGElement) place.focus();
  }
}

start();
