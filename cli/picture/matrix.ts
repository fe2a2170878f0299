import { getOrMake } from "iam-proof/collections";
import { type Markup, markup } from "../terminal/markup";
import { count } from "../terminal/output";
import { compareNames } from "../terminal/printed-text";
import type { EdgeOf, Graph, GraphNode, NodeOf } from "./graph-shape";

const NAMES = 150;
const CELL = 18;

/** The style of a matrix within an element of class `drawing`. */
export const MATRIX_STYLE = `.drawing .names text{font-size:11px;font-weight:400}
.drawing .cells .own{fill:var(--own);stroke:none}.drawing .cells .across{fill:var(--cross);stroke:none}
`;

/** A matrix with reading accounts as rows and owning accounts as columns. */
export interface Matrix {
  width: number;
  height: number;
  says: string;
  body: Markup;
}

/** Lays out and draws a matrix. The more grants, the fuller the cell. */
export function matrixOf(pairs: readonly AccountPair[]): Matrix {
  const named = (nodes: NodeOf<"account">[]) =>
    [...new Set(nodes)].sort((a, b) => compareNames(a.name, b.name));
  const rows = named(pairs.map(({ from }) => from));
  const columns = named(pairs.map(({ to }) => to));
  const most = Math.max(...pairs.map(({ reads }) => reads.length));
  const x = new Map(columns.map((one, index) => [one, NAMES + index * CELL]));
  const y = new Map(rows.map((one, index) => [one, NAMES + index * CELL]));
  const middle = CELL / 2;
  return {
    width: NAMES + columns.length * CELL + 4,
    height: NAMES + rows.length * CELL + 4,
    says: `${count(rows.length, "account")} that read, by ${count(columns.length, "account")} that own`,
    body: markup`<g class="names">${rows.map((one) => markup`<text x="${NAMES - 6}" y="${(y.get(one) ?? 0) + middle}" text-anchor="end">${one.name}</text>`)}${columns.map(
      (one) =>
        markup`<text transform="translate(${(x.get(one) ?? 0) + middle} ${NAMES - 6}) rotate(-90)">${one.name}</text>`,
    )}</g>
<g class="cells">${pairs.map((pair) => cell(pair, x.get(pair.to) ?? 0, y.get(pair.from) ?? 0, most))}</g>
`,
  };
}

/** A square whose area is proportional to the number of grants. */
function cell({ from, reads, to }: AccountPair, x: number, y: number, most: number): Markup {
  const side = Math.max(4, Math.sqrt(reads.length / most) * (CELL - 2));
  const look = from === to ? "own" : "across";
  const at = (corner: number) => (corner + (CELL - side) / 2).toFixed(1);
  return markup`<rect class="${look}" x="${at(x)}" y="${at(y)}" width="${side.toFixed(1)}" height="${side.toFixed(1)}"><title>${from.name} reads of ${to.name}: ${count(reads.length, "grant")}</title></rect>`;
}

/** The grants from one account's readers to what another account, or the same one, owns. */
export interface AccountPair {
  from: NodeOf<"account">;
  to: NodeOf<"account">;
  reads: EdgeOf<"reads">[];
}

/** The pairs of accounts with grants between them, in the order of the grants. */
export function accountPairs(graph: Graph): AccountPair[] {
  const accountOf = accountsIn(graph);
  const pairs = new Map<string, AccountPair>();
  for (const edge of graph.edges) {
    if (edge.kind !== "reads") continue;
    const [from, to] = [accountOf(edge.from), accountOf(edge.to)];
    if (!from || !to) continue;
    const pair = getOrMake(pairs, `${from.id}\n${to.id}`, () => ({ from, to, reads: [] }));
    pair.reads.push(edge);
  }
  return [...pairs.values()];
}

/** Returns a function that finds the account of a node. */
export function accountsIn({ nodes }: Graph): (id: string) => NodeOf<"account"> | undefined {
  const byId = new Map<string, GraphNode>(nodes.map((node) => [node.id, node]));
  return function accountOf(id): NodeOf<"account"> | undefined {
    const node = byId.get(id);
    return !node || node.kind === "account" ? node : accountOf(node.parent);
  };
}
