// Searches by several words, and sorts the tables: what HTML alone cannot do. Everything else on the page works without this.
const MOST_NAMED = 8;
const { compare } = new Intl.Collator("en", { numeric: true });

for (const table of document.querySelectorAll("table")) startSorting(table);
startSearch();

/** @param {HTMLTableElement} table */
function startSorting(table) {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    head.ariaSort = "none";
    button.addEventListener("click", () => {
      const isDown = head.ariaSort === "ascending";
      for (const one of heads) one.ariaSort = "none";
      head.ariaSort = isDown ? "descending" : "ascending";
      const body = table.tBodies[0];
      const keyed = [...(body?.rows ?? [])].map((row) => ({
        row,
        key: row.cells[column]?.textContent ?? "",
      }));
      keyed.sort((a, b) => (isDown ? compare(b.key, a.key) : compare(a.key, b.key)));
      body?.append(...keyed.map(({ row }) => row));
    });
  }
}

/** Names the entries, and keeps the grants, that hold every word. Enter chooses the first entry. */
function startSearch() {
  const input = /** @type {HTMLInputElement} */ (document.querySelector("#search"));
  const hits = /** @type {HTMLElement} */ (document.querySelector("#hits"));
  const found = /** @type {HTMLElement} */ (document.querySelector("#found"));
  const access = /** @type {HTMLTableElement} */ (document.querySelector("#access"));
  const entries = withTexts(document.querySelectorAll(".entry > summary"));
  const rows = withTexts(access.tBodies[0]?.rows ?? []);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const holds = (/** @type {{ text: string }} */ { text }) =>
      words.every((w) => text.includes(w));
    const fitting = words.length === 0 ? [] : entries.filter(holds);
    hits.replaceChildren(...fitting.slice(0, MOST_NAMED).map(({ element }) => hit(element)));
    for (const row of rows) row.element.hidden = !holds(row);
    access.classList.toggle("searched", words.length > 0);
    const kept = `${rows.filter(holds).length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} grants`;
    found.textContent = words.length === 0 ? "" : `${fitting.length} named so, ${kept}`;
  });
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") hits.querySelector("a")?.click();
  });
  const finder = input.closest("[hidden]");
  finder?.removeAttribute("hidden");
}

/**
 * @template {HTMLElement} Found
 * @param {Iterable<Found>} elements
 */
function withTexts(elements) {
  return [...elements].map((element) => ({
    element,
    text: element.textContent?.toLowerCase() ?? "",
  }));
}

/** @param {HTMLElement} summary */
function hit(summary) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#${summary.parentElement?.querySelector("h3")?.id.replaceAll("%", "%25")}`;
  link.append(...summary.cloneNode(true).childNodes);
  item.append(link);
  return item;
}
