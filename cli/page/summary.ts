import { type Markup, markup } from "../markup";
import { count } from "../output";
import type { GraphNode } from "../picture/graph-shape";
import type { PageData } from "./page-data";
import { grouped } from "./parts";
import type { PageProof } from "./proof-section";

/** The head of the page: what there is, and what came of it. */
export function summary(data: PageData, inventory: string, proof: PageProof): Markup {
  const number = (kind: GraphNode["kind"]) =>
    data.nodes.filter((node) => node.kind === kind).length;
  const grants = data.edges.filter((edge) => edge.kind === "reads");
  const across = grants.filter((edge) => edge.kind === "reads" && edge.crossAccount).length;
  const denied = data.readings.filter(({ isAllowed }) => !isAllowed).length;
  const tile = (value: string | number, says: string, look = "") =>
    markup`<li class="${look}"><b>${typeof value === "number" ? grouped(value) : value}</b>${says}</li>`;
  const parameters = number("parameter");
  return markup`<header>
<h1>Who reads what</h1>
<p class="hint">${inventory}</p>
<ul class="tiles" aria-label="Summary">
${tile(number("account"), "accounts")}
${tile(number("reader"), `readers in ${count(number("cluster"), "cluster")}`)}
${tile(number("secret"), parameters > 0 ? `secrets, and ${count(parameters, "parameter")}` : "secrets")}
${tile(grants.length, `grants, ${grouped(across)} across accounts`)}
${tile(denied === 0 ? "All work" : denied, denied === 0 ? "every grant’s pod may read" : "grants are denied", denied === 0 ? "proved" : "refuted")}
${proofTile(proof)}
</ul>
</header>`;

  function proofTile(of: PageProof): Markup {
    if ("absent" in of) return tile("Not proved", "see below", "none");
    const { claims, result } = of.answer;
    const asked = claims.filter(({ claim }) => claim !== "lean");
    const says = { proved: "Proved", refuted: "Refuted", unknown: "Not settled" }[result];
    const number = asked.filter((one) => one.result === result).length;
    return tile(says, `${grouped(number)} of ${grouped(asked.length)} claims`, result);
  }
}
