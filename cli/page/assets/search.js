import { find } from "./dom.js";

/** Keeps of the table the rows that hold every word of the search. */
export function startSearch() {
  const input = find("#search", HTMLInputElement);
  const found = find("#found", HTMLOutputElement);
  const rows = [...document.querySelectorAll("#access tbody tr")].map((row) => ({
    row: /** @type {HTMLTableRowElement} */ (row),
    text: [.../** @type {HTMLTableRowElement} */ (row).cells]
      .map((cell) => cell.textContent)
      .join(" ")
      .toLowerCase(),
  }));
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = words.every((word) => text.includes(word));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    const all = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "grant" : "grants"}`;
    found.textContent = words.length > 0 ? `${shown.toLocaleString("en")} of ${all}` : all;
  };
  input.addEventListener("input", search);
  if (input.value !== "") search();
}
