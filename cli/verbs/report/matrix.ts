import type { EdgeOf, NodeOf } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { counted } from "./parts";

const NAMES = 150;
const CELL = 18;

/** The grants from the readers of one account to what another owns. */
export interface AccountPair {
  from: NodeOf<"account">;
  to: NodeOf<"account">;
  reads: EdgeOf<"reads">[];
}

/** Accounts that read, as rows, by accounts that own, as columns; the more grants, the fuller a cell. */
export function matrix(pairs: AccountPair[]): Markup {
  const byName = (a: NodeOf<"account">, b: NodeOf<"account">) => (a.name < b.name ? -1 : 1);
  const rows = [...new Set(pairs.map(({ from }) => from))].sort(byName);
  const columns = [...new Set(pairs.map(({ to }) => to))].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  const most = Math.max(...pairs.map(({ reads }) => reads.length));
  const width = NAMES + columns.length * CELL + 4;
  const height = NAMES + rows.length * CELL + 4;
  const x = (account: NodeOf<"account">) => NAMES + columns.indexOf(account) * CELL;
  const y = (account: NodeOf<"account">) => NAMES + rows.indexOf(account) * CELL;
  return markup`<figure class="matrix"><figcaption>Which accounts read of which: rows read, columns own</figcaption>
<svg class="drawing" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Matrix of ${counted(rows.length, "account")} that read by ${counted(columns.length, "account")} that own. The table below says the same of reads across accounts.">
<g class="names">${rows.map((one) => markup`<text x="${NAMES - 6}" y="${y(one) + CELL / 2}" text-anchor="end">${one.name}</text>`)}${columns.map(
    (one) =>
      markup`<text transform="translate(${x(one) + CELL / 2} ${NAMES - 6}) rotate(-90)">${one.name}</text>`,
  )}</g>
<g class="cells">${pairs.map((pair) => cell(pair, x(pair.to), y(pair.from), most))}</g>
</svg></figure>
`;
}

/** A square whose area is the part that its grants are of the most. */
function cell({ from, reads, to }: AccountPair, x: number, y: number, most: number): Markup {
  const side = Math.max(4, Math.sqrt(reads.length / most) * (CELL - 2));
  const inset = (CELL - side) / 2;
  const look = from === to ? "own" : "across";
  const at = (corner: number) => (corner + inset).toFixed(1);
  return markup`<rect class="${look}" x="${at(x)}" y="${at(y)}" width="${side.toFixed(1)}" height="${side.toFixed(1)}"><title>${from.name} reads of ${to.name}: ${counted(reads.length, "grant")}</title></rect>`;
}
