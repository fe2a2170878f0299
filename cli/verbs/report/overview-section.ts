import { groupBy } from "iam-proof/collections";
import type { EdgeOf } from "../../picture/graph-shape";
import { type AccountPair, accountPairs, accountsIn, matrixOf } from "../../picture/matrix";
import { type Markup, markup } from "../../terminal/markup";
import { compareNames } from "../../terminal/printed-text";
import type { PageData } from "./page-data";
import { counted, nodeLink } from "./parts";
import type { PageProof } from "./proof-section";

/** Rows that are shown before anybody asks for all. */
const MOST_SHOWN = 10;

/** What a large landing zone comes to: which accounts read of which, and what is read by most. */
export function overviewSection(data: PageData, proof: PageProof): Markup {
  const pairs = accountPairs(data);
  const across = pairs.filter(({ from, to }) => from !== to);
  return markup`<section class="overview" aria-labelledby="overview-title">
<h2 id="overview-title">Overview</h2>
${unproved(proof)}
${matrixFigure(pairs)}
<h3 id="shared-title">Read by most</h3>
${sharedTable(data)}
<h3 id="across-title">Reads across accounts</h3>
${
  across.length === 0
    ? markup`<p>No account reads what another owns.</p>`
    : markup`<table class="narrow" aria-labelledby="across-title" data-most="${MOST_SHOWN}"><thead><tr><th scope="col">Readers of</th><th scope="col">Read what is owned by</th><th scope="col">Grants</th><th scope="col">Readers</th><th scope="col">Things read</th></tr></thead>
<tbody>${across
        .toSorted(
          (a, b) =>
            b.reads.length - a.reads.length ||
            compareNames(a.from.name, b.from.name) ||
            compareNames(a.to.name, b.to.name),
        )
        .map(
          ({ from, reads, to }) =>
            markup`<tr><th scope="row">${nodeLink(from)}</th><td>${nodeLink(to)}</td><td>${reads.length}</td><td>${number(reads, "from")}</td><td>${number(reads, "to")}</td></tr>\n`,
        )}</tbody></table>${across.length > MOST_SHOWN && markup`<p class="paper-only">Paper has the first ${MOST_SHOWN} of ${across.length} pairs; the table of grants has them all.</p>`}`
}
</section>`;
}

function matrixFigure(pairs: AccountPair[]): Markup {
  const { body, height, says, width } = matrixOf(pairs);
  return markup`<figure class="matrix"><figcaption>Which accounts read of which: rows read, columns own</figcaption>
<svg class="drawing" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Matrix of ${says}. The tables below say the same of reads across accounts.">
${body}</svg></figure>`;
}

/** What the page does not prove. */
function unproved(proof: PageProof): Markup | false {
  const link = markup`<a href="#proof-title">The proof</a> says more.`;
  if ("absent" in proof) return markup`<p>${proof.absent} ${link}</p>`;
  const open = proof.answer.claims.filter(({ result }) => result !== "proved").length;
  const left = proof.left?.claims ?? [];
  if (open === 0 && left.length === 0) return false;
  return markup`<p>Not proved: ${[...(open > 0 ? [`${counted(open, "result")} that are refuted or not settled`] : []), ...left].join(", ")}. ${link}</p>`;
}

function sharedTable(data: PageData): Markup {
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const accountOf = accountsIn(data);
  const reads = data.edges.filter((edge) => edge.kind === "reads");
  const most = groupBy(reads, ({ to }) => to)
    .flatMap(([id, readers]) => {
      const target = nodes.get(id);
      return target ? [{ readers, target }] : [];
    })
    .sort(
      (a, b) => b.readers.length - a.readers.length || compareNames(a.target.name, b.target.name),
    )
    .slice(0, MOST_SHOWN);
  return markup`<table class="narrow" aria-labelledby="shared-title"><thead><tr><th scope="col">Secret or parameter</th><th scope="col">Owner</th><th scope="col">Readers</th><th scope="col">Accounts that read it</th></tr></thead>
<tbody>${most.map(({ readers, target }) => {
    const accounts = new Set(readers.map(({ from }) => accountOf(from)));
    return markup`<tr><th scope="row">${nodeLink(target)}</th><td>${accountOf(target.id)?.name}</td><td>${number(readers, "from")}</td><td>${accounts.size}</td></tr>\n`;
  })}</tbody></table>`;
}

function number(reads: EdgeOf<"reads">[], end: "from" | "to"): number {
  return new Set(reads.map((edge) => edge[end])).size;
}
