import { groupBy } from "iam-proof/collections";
import type { WaysAnswer } from "../../access-answers/way-shapes";
import type { EdgeOf, GraphNode } from "../../picture/graph-shape";
import { type AccountPair, accountPairs, matrixOf } from "../../picture/matrix";
import { type Markup, markup } from "../../terminal/markup";
import { compareNames } from "../../terminal/printed-text";
import { type DocumentsOrigin, type Origin, originSection } from "./origin";
import type { PageData } from "./page-data";
import { counted, grouped, nodeLink, table } from "./parts";
import type { PageProof } from "./proof-section";
import { waysTile } from "./ways-section";

/** The number of rows that are shown at first. */
const MOST_SHOWN = 10;

/** An overview of a large landing zone: which accounts read from which, and what most readers read. */
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
    : table({
        labelledBy: "across-title",
        most: MOST_SHOWN,
        heads: ["Readers of", "Read what is owned by", "Grants", "Readers", "Things read"],
        rows: across
          .toSorted(
            (a, b) =>
              b.reads.length - a.reads.length ||
              compareNames(a.from.name, b.from.name) ||
              compareNames(a.to.name, b.to.name),
          )
          .map(({ from, reads, to }) => [
            nodeLink(from),
            nodeLink(to),
            reads.length,
            number(reads, "from"),
            number(reads, "to"),
          ]),
      })
}${across.length > MOST_SHOWN && markup`<p class="paper-only">Paper has the first ${MOST_SHOWN} of ${across.length} pairs; the table of grants has them all.</p>`}
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
  const { accountOf, nodeOf } = data;
  const reads = data.edges.filter((edge) => edge.kind === "reads");
  const most = groupBy(reads, ({ to }) => to)
    .flatMap(([id, readers]) => {
      const target = nodeOf(id);
      return target ? [{ readers, target }] : [];
    })
    .sort(
      (a, b) => b.readers.length - a.readers.length || compareNames(a.target.name, b.target.name),
    )
    .slice(0, MOST_SHOWN);
  return table({
    labelledBy: "shared-title",
    heads: ["Secret or parameter", "Owner", "Readers", "Accounts that read it"],
    rows: most.map(({ readers, target }) => {
      const accounts = new Set(readers.map(({ from }) => accountOf(from)));
      const owner = accountOf(target.id)?.name;
      return [nodeLink(target), owner, number(readers, "from"), accounts.size];
    }),
  });
}

function number(reads: EdgeOf<"reads">[], end: "from" | "to"): number {
  return new Set(reads.map((edge) => edge[end])).size;
}

interface SummarySource {
  inventory: string;
  origin: Origin;
  proof: PageProof;
  ways: WaysAnswer | undefined;
}

/** What the outcome of a grant refers to. */
const STANDS: Record<DocumentsOrigin, string> = {
  inventory: "as declared; nothing deployed was looked at",
  preview: "as the stacks would deploy it",
  state: "as the stacks recorded it; AWS was not asked",
  live: "as deployed and seen in AWS",
};

/** The head of the page: what there is, and the results. */
export function summary(data: PageData, { inventory, origin, proof, ways }: SummarySource): Markup {
  const number = (kind: GraphNode["kind"]) =>
    data.nodes.filter((node) => node.kind === kind).length;
  const grants = data.edges.filter((edge) => edge.kind === "reads");
  const across = grants.filter(({ crossAccount }) => crossAccount).length;
  const denied = grants.filter(({ from, to }) => data.isDenied(from, to)).length;
  const proofLink = (says: string) => markup`<a href="#proof-title">${says}</a>`;
  const tile = (value: string | number, says: string | Markup, look = "") =>
    markup`<li class="${look}"><b>${typeof value === "number" ? grouped(value) : value}</b>${says}</li>`;
  const noun = (value: number, text: string) => `${text}${value === 1 ? "" : "s"}`;
  const parameters = number("parameter");
  return markup`<header>
<h1>Who reads what</h1>
<p class="inventory">${inventory}</p>
${originSection(origin)}
<div class="finder" role="search" hidden><label for="search">Search</label> <input type="search" id="search" placeholder="reader, secret, role, namespace, account" autocomplete="off" spellcheck="false" aria-describedby="search-hint"> <output id="found" for="search"></output><small id="search-hint">Enter shows the first that is found.</small><ul class="hits" id="hits" aria-label="Found"></ul></div>
<noscript><p class="hint">Your browser’s own search opens what it finds here, and each account lists what it has by name. With its script the page also searches by several words, and sorts its tables.</p></noscript>
<ul class="tiles" aria-label="Summary">
${tile(number("account"), noun(number("account"), "account"))}
${tile(number("reader"), `${noun(number("reader"), "reader")} in ${counted(number("cluster"), "cluster")}`)}
${tile(number("secret"), `${noun(number("secret"), "secret")}${parameters > 0 ? `, and ${counted(parameters, "parameter")}` : ""}`)}
${tile(grants.length, `${noun(grants.length, "grant")}, ${grouped(across)} across accounts`)}
${denied === 0 ? tile("All allowed", `every grant’s pod may read, ${STANDS[origin.documents.from]}`, "proved") : tile(`${grouped(denied)} denied`, "whatever was declared", "refuted")}
${proofTile(proof)}
${ways && waysTileOf(ways)}
</ul>
</header>`;

  function waysTileOf(answer: WaysAnswer): Markup {
    const [value, says, look] = waysTile(answer);
    return tile(value, markup`<a href="#ways-title">${says}</a>`, look);
  }

  function proofTile(of: PageProof): Markup {
    if ("absent" in of) return tile("Not proved", proofLink("what was checked instead"), "none");
    const { claims, result } = of.answer;
    const isWhole = of.left === undefined;
    const says = { proved: "Proved", refuted: "Refuted", unknown: "Not settled" }[result];
    const number = claims.filter((one) => one.result === result).length;
    const numbers = `${grouped(number)} of ${grouped(claims.length)} claims`;
    if (isWhole || result !== "proved") {
      return tile(says, proofLink(isWhole ? numbers : `${numbers}, others not asked`), result);
    }
    return tile("Proved in part", proofLink(`${numbers}; what was not`), "none");
  }
}
