import type { EdgeOf } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import type { PageData, Reading } from "./page-data";
import { columnLabels, nodeLink, standingMark, standings, table, worse } from "./parts";

const ID = "access";
const HEADS = ["Reader", "Cluster", "Role that reads", "Reads", "Owner", "Outcome", "Proof"];

export const ACCESS_STYLE = columnLabels(ID, HEADS);

/** A table of all grants: the picture in words. */
export function accessSection({ accountOf, edges, nodeOf, readingsOf, results }: PageData): Markup {
  const standing = standings(results);
  const row = ({ as, from, to }: EdgeOf<"reads">) => {
    const [reader, target, role] = [nodeOf(from), nodeOf(to), nodeOf(as)];
    if (reader?.kind !== "reader" || !target || !role) return [];
    const cluster = nodeOf(reader.parent);
    const [account, owner] = [accountOf(from), accountOf(to)];
    const read = readingsOf(from, to);
    const proved = worse(standing(from, to), standing(to), standing(role.id));
    const cells = [
      markup`${nodeLink(reader)}<small>${reader.namespace}/${reader.serviceAccount}</small>`,
      markup`${cluster && nodeLink(cluster)}<small>${account?.name}</small>`,
      nodeLink(role),
      markup`${nodeLink(target)}<small>${read.map(({ region }) => region).join(", ")}</small>`,
      markup`${owner?.name}<small>${owner === account ? "same account" : "other account"}</small>`,
      outcome(read),
      standingMark(proved),
    ];
    return [cells];
  };
  return markup`<section aria-labelledby="access-title">
<h2 id="access-title" tabindex="-1">Every grant</h2>
${table({
  id: ID,
  labelledBy: "access-title",
  heads: HEADS,
  rows: edges.filter((edge) => edge.kind === "reads").flatMap(row),
})}
</section>`;
}

function outcome(readings: Reading[]): Markup {
  const denied = readings.find(({ isAllowed }) => !isAllowed);
  if (!denied) return standingMark("proved", "may read");
  const where = readings.length > 1 ? `in ${denied.region}: ` : "";
  return markup`${standingMark("refuted", "denied")}<small>${where}${denied.reason}</small>`;
}
