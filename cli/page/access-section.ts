import { type Markup, markup } from "../markup";
import type { GraphNode } from "../picture/graph-shape";
import type { PageData, Reading } from "./page-data";
import { grouped, nodeLink, standingMark } from "./parts";
import { standings, worse } from "./standing";

/** A table of every grant: the picture in words. */
export function accessSection({ edges, nodes, readings, results }: PageData): Markup {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const standing = standings(results);
  const roles = new Map<string, string[]>();
  for (const edge of edges) {
    if (edge.kind === "reads") roles.set(edge.from, [edge.as]);
  }
  const parentOf = (node: GraphNode | undefined) =>
    node && "parent" in node ? byId.get(node.parent) : undefined;

  const row = ({ isAllowed, reader: from, reason, region, target: to }: Reading) => {
    const [reader, target] = [byId.get(from), byId.get(to)];
    if (reader?.kind !== "reader" || !target) return [];
    const cluster = parentOf(reader);
    const [account, owner] = [parentOf(cluster), parentOf(target)];
    const role = byId.get(roles.get(from)?.[0] ?? "");
    const proved = worse(standing(from, to), standing(to), role ? standing(role.id) : "none");
    return [
      markup`<tr><th scope="row">${nodeLink(reader)}<small>${reader.namespace}/${reader.serviceAccount}</small></th><td>${cluster && nodeLink(cluster)}<small>${account?.name}</small></td><td>${role && nodeLink(role)}</td><td>${nodeLink(target)}<small>${region}</small></td><td>${owner?.name}<small>${owner === account ? "same account" : "other account"}</small></td><td>${isAllowed ? standingMark("proved", "may read") : markup`${standingMark("refuted", "denied")}<small>${reason}</small>`}</td><td>${standingMark(proved)}</td></tr>
`,
    ];
  };
  const rows = readings.flatMap(row);
  return markup`<section aria-labelledby="access-title">
<h2 id="access-title" tabindex="-1">Who reads what</h2>
<div class="tools"><label for="search">Search</label> <input type="search" id="search" placeholder="reader, namespace, role, secret, account" autocomplete="off" spellcheck="false" aria-controls="access"> <output id="found" for="search">${grouped(rows.length)} grants</output></div>
<div class="scroller" tabindex="0" role="region" aria-labelledby="access-title">
<table id="access"><thead><tr><th scope="col">Reader</th><th scope="col">Cluster</th><th scope="col">Role that reads</th><th scope="col">Reads</th><th scope="col">Owner</th><th scope="col">Outcome</th><th scope="col">Proof</th></tr></thead>
<tbody>
${rows}</tbody></table>
</div>
</section>`;
}
