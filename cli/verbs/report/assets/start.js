import { pointAt } from "./arrows.js";
import { chosenId, openFrame, redraw, showChoice, showFrames } from "./choice.js";
import { find } from "./dom.js";
import { pictureIndex } from "./index.js";
import { loadModel } from "./model.js";
import { startSearch } from "./search.js";

/** Brings the page to life. */
async function start() {
  startSearch();
  await loadModel();
  const picture = find("#picture", HTMLElement);
  const setAll = (/** @type {boolean} */ open) => {
    for (const frame of pictureIndex().frames.values()) {
      if (!frame.hidden) frame.open = open;
    }
  };

  addEventListener("hashchange", showChoice);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && chosenId() !== "") leave();
  });
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.matches(".close")) {
      event.preventDefault();
      leave();
    } else if (link && link.getAttribute("aria-current") === "true") {
      document.getElementById("details-title")?.focus();
    }
  });
  find("#show-account", HTMLSelectElement).addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.value) openFrame(target.value);
    showFrames();
  });
  find("#only-connected", HTMLInputElement).addEventListener("change", showFrames);
  find("#open-all", HTMLButtonElement).addEventListener("click", () => setAll(true));
  find("#close-all", HTMLButtonElement).addEventListener("click", () => setAll(false));
  for (const kind of ["pointerover", "focusin"]) {
    picture.addEventListener(kind, ({ target }) => {
      pointAt(target instanceof Element ? target.closest(".node, summary") : null);
    });
  }
  for (const kind of ["pointerleave", "focusout"]) {
    picture.addEventListener(kind, () => pointAt(null));
  }
  // Frames open and close one by one; the picture's size tells when all of them have.
  new ResizeObserver(redraw).observe(picture);

  showChoice();
  document.documentElement.dataset.ready = "true";

  /** Leaves the chosen node, and goes back to where it stands. */
  function leave() {
    const node = pictureIndex().links.get(chosenId());
    history.pushState(null, "", location.pathname + location.search);
    showChoice();
    node?.focus();
  }
}

start();
