import type { GraphNode } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { type DocumentsOrigin, type Origin, originSection } from "./origin";
import type { PageData } from "./page-data";
import { counted, grouped } from "./parts";
import type { PageProof } from "./proof-section";

interface SummarySource {
  inventory: string;
  origin: Origin;
  proof: PageProof;
}

/** What the outcome of a grant is known of. */
const STANDS: Record<DocumentsOrigin, string> = {
  inventory: "as declared; nothing deployed was looked at",
  preview: "as the stacks would deploy it",
  state: "as the stacks recorded it; AWS was not asked",
  live: "as deployed and seen in AWS",
};

/** The head of the page: what there is, and what came of it. */
export function summary(data: PageData, { inventory, origin, proof }: SummarySource): Markup {
  const number = (kind: GraphNode["kind"]) =>
    data.nodes.filter((node) => node.kind === kind).length;
  const grants = data.edges.filter((edge) => edge.kind === "reads");
  const across = grants.filter((edge) => edge.kind === "reads" && edge.crossAccount).length;
  const denied = new Set(
    data.readings
      .filter(({ isAllowed }) => !isAllowed)
      .map(({ reader, target }) => `${reader}\n${target}`),
  ).size;
  const proofLink = (says: string) => markup`<a href="#proof-title">${says}</a>`;
  const tile = (value: string | number, says: string | Markup, look = "") =>
    markup`<li class="${look}"><b>${typeof value === "number" ? grouped(value) : value}</b>${says}</li>`;
  const noun = (value: number, text: string) => `${text}${value === 1 ? "" : "s"}`;
  const parameters = number("parameter");
  return markup`<header>
<h1>Who reads what</h1>
<p class="inventory">${inventory}</p>
${originSection(origin)}
<div class="finder" role="search"><label for="search">Search</label> <input type="search" id="search" placeholder="reader, secret, role, namespace, account" autocomplete="off" spellcheck="false" aria-describedby="search-hint"> <output id="found" for="search"></output><small id="search-hint">Enter shows the first that is found.</small><ul class="hits" id="hits" aria-label="Found"></ul></div>
<ul class="tiles" aria-label="Summary">
${tile(number("account"), noun(number("account"), "account"))}
${tile(number("reader"), `${noun(number("reader"), "reader")} in ${counted(number("cluster"), "cluster")}`)}
${tile(number("secret"), `${noun(number("secret"), "secret")}${parameters > 0 ? `, and ${counted(parameters, "parameter")}` : ""}`)}
${tile(grants.length, `${noun(grants.length, "grant")}, ${grouped(across)} across accounts`)}
${denied === 0 ? tile("All allowed", `every grant’s pod may read, ${STANDS[origin.documents.from]}`, "proved") : tile(`${grouped(denied)} denied`, "whatever was declared", "refuted")}
${proofTile(proof)}
</ul>
</header>`;

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
