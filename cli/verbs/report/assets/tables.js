import { element } from "./dom.js";

/** @typedef {{ keep: (words: string[]) => number }} LiveTable keeps the rows that hold every word, and says how many */

const collator = new Intl.Collator("en", { numeric: true });

/**
 * Brings a table to life: it sorts by any column, and shows the first of its many rows until all are asked for.
 * @param {HTMLTableElement} table
 * @returns {LiveTable}
 */
export function startTable(table) {
  const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
  let rows = [...body.rows];
  let most = Number(table.dataset.most ?? rows.length);
  /** @type {string[]} */
  let wanted = [];
  /** @type {Map<HTMLTableRowElement, string>} */
  const texts = new Map();
  const more = element("button", { type: "button", class: "show-all" });
  table.after(more);

  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const names = heads.map((cell) => cell.textContent ?? "");
  /** Says at each cell what it is of: on a narrow screen the table has no columns. */
  const label = (/** @type {HTMLTableRowElement} */ row) => {
    for (const [column, cell] of [...row.cells].entries()) cell.dataset.label = names[column] ?? "";
  };
  const show = () => {
    let fitting = 0;
    for (const row of rows) {
      const isFitting = wanted.every((word) => textOf(row).includes(word));
      row.hidden = !isFitting;
      if (isFitting) fitting += 1;
      row.classList.toggle("more", isFitting && fitting > most);
      if (isFitting && fitting <= most) label(row);
    }
    more.hidden = fitting <= most;
    more.textContent = `Show all ${fitting.toLocaleString("en")} rows`;
    return fitting;
  };
  more.addEventListener("click", () => {
    const next = rows.find((row) => row.classList.contains("more"));
    most = rows.length;
    show();
    next?.querySelector("a")?.focus();
  });
  for (const [column, cell] of heads.entries()) {
    const button = element("button", { type: "button", class: "sort" }, ...cell.childNodes);
    cell.append(button);
    cell.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => sortBy(cell, column));
  }
  show();
  return {
    keep(words) {
      wanted = words;
      return show();
    },
  };

  /** @param {HTMLTableRowElement} row */
  function textOf(row) {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = [...row.cells]
      .map((cell) => cell.textContent)
      .join(" ")
      .toLowerCase();
    texts.set(row, text);
    return text;
  }

  /**
   * @param {HTMLTableCellElement} head
   * @param {number} column
   */
  function sortBy(head, column) {
    const isDown = head.getAttribute("aria-sort") === "ascending";
    for (const cell of head.parentElement?.children ?? []) cell.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    const keyed = rows.map((row) => {
      const cell = row.cells[column];
      return { row, key: cell?.dataset.sort ?? cell?.textContent ?? "" };
    });
    keyed.sort((a, b) => (isDown ? -1 : 1) * collator.compare(a.key, b.key));
    rows = keyed.map(({ row }) => row);
    body.append(...rows);
    show();
  }
}
