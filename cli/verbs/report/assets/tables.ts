import { element } from "./dom";

export interface LiveTable {
  /** Keeps the rows that hold every word, and says how many. */
  keep(words: string[]): number;
}

const collator = new Intl.Collator("en", { numeric: true });

/** Brings a table to life: it sorts by any column, and shows the first of its many rows until all are asked for. */
export function startTable(table: HTMLTableElement): LiveTable {
  const body = table.tBodies[0] as HTMLTableSectionElement;
  let rows = [...body.rows];
  let most = Number(table.dataset.most ?? rows.length);
  let wanted: string[] = [];
  const texts = new Map<HTMLTableRowElement, string>();
  const more = element("button", { type: "button", class: "show-all" });
  table.after(more);

  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const names = heads.map((cell) => cell.textContent ?? "");
  /** Says at each cell what it is of: on a narrow screen the table has no columns. */
  const label = (row: HTMLTableRowElement) => {
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

  function textOf(row: HTMLTableRowElement): string {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = [...row.cells]
      .map((cell) => cell.textContent)
      .join(" ")
      .toLowerCase();
    texts.set(row, text);
    return text;
  }

  function sortBy(head: HTMLTableCellElement, column: number): void {
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
