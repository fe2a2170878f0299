import { groupBy } from "iam-proof/collections";
import type { EdgeOf, GraphNode } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import type { PageData, Reading } from "./page-data";
import { nodeLink, standingMark, standings, worse } from "./parts";

/** Rows that a screen shows before anybody asks for all; paper has all. */
const MOST_SHOWN = 200;

/** A table of every grant: the picture in words. */
export function accessSection({ edges, nodes, readings, results }: PageData): Markup {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const standing = standings(results);
  const readingsOf = new Map(groupBy(readings, ({ reader, target }) => `${reader}\n${target}`));
  const parentOf = (node: GraphNode | undefined) =>
    node && "parent" in node ? byId.get(node.parent) : undefined;

  const row = ({ as, from, to }: EdgeOf<"reads">, index: number) => {
    const [reader, target, role] = [byId.get(from), byId.get(to), byId.get(as)];
    if (reader?.kind !== "reader" || !target || !role) return [];
    const cluster = parentOf(reader);
    const [account, owner] = [parentOf(cluster), parentOf(target)];
    const read = readingsOf.get(`${from}\n${to}`) ?? [];
    const proved = worse(standing(from, to), standing(to), standing(role.id));
    return [
      markup`<tr${index >= MOST_SHOWN ? markup` class="more"` : ""}><th scope="row">${nodeLink(reader)}<small>${reader.namespace}/${reader.serviceAccount}</small></th><td>${cluster && nodeLink(cluster)}<small>${account?.name}</small></td><td>${nodeLink(role)}</td><td>${nodeLink(target)}<small>${read.map(({ region }) => region).join(", ")}</small></td><td>${owner?.name}<small>${owner === account ? "same account" : "other account"}</small></td><td>${outcome(read)}</td><td>${standingMark(proved)}</td></tr>
`,
    ];
  };
  const rows = edges.filter((edge) => edge.kind === "reads").flatMap(row);
  return markup`<section aria-labelledby="access-title">
<h2 id="access-title" tabindex="-1">Every grant</h2>
<div class="scroller" tabindex="0" role="region" aria-labelledby="access-title">
<table id="access" data-most="${MOST_SHOWN}"><thead><tr><th scope="col">Reader</th><th scope="col">Cluster</th><th scope="col">Role that reads</th><th scope="col">Reads</th><th scope="col">Owner</th><th scope="col">Outcome</th><th scope="col">Proof</th></tr></thead>
<tbody>
${rows}</tbody></table>
</div>
</section>`;
}

function outcome(readings: Reading[]): Markup {
  const denied = readings.find(({ isAllowed }) => !isAllowed);
  if (!denied) return standingMark("proved", "may read");
  const where = readings.length > 1 ? `in ${denied.region}: ` : "";
  return markup`${standingMark("refuted", "denied")}<small>${where}${denied.reason}</small>`;
}
