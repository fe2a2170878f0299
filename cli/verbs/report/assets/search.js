import { find } from "./dom.js";

/** Rows shown before anybody asks for all; the page says the same of its first ones. */
const MOST_SHOWN = 200;

/** Keeps of the table the rows that hold every word of the search. */
export function startSearch() {
  const input = find("#search", HTMLInputElement);
  const found = find("#found", HTMLOutputElement);
  const more = find("#more", HTMLButtonElement);
  const rows = [...(find("#access", HTMLTableElement).tBodies[0]?.rows ?? [])].map((row) => ({
    row,
    text: [...row.cells]
      .map((cell) => cell.textContent)
      .join(" ")
      .toLowerCase(),
  }));
  let most = MOST_SHOWN;
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let fitting = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      if (row.hidden) continue;
      fitting += 1;
      row.classList.toggle("more", fitting > most);
    }
    const all = counted(rows.length);
    found.textContent = words.length > 0 ? `${fitting.toLocaleString("en")} of ${all}` : all;
    more.hidden = fitting <= most;
    more.textContent = `Show all ${counted(fitting)}`;
  };
  input.addEventListener("input", search);
  more.addEventListener("click", () => {
    const next = rows.find(({ row }) => row.classList.contains("more"))?.row;
    most = Number.POSITIVE_INFINITY;
    search();
    next?.querySelector("a")?.focus();
  });
  search();
}

/** @param {number} grants */
function counted(grants) {
  return `${grants.toLocaleString("en")} ${grants === 1 ? "grant" : "grants"}`;
}
