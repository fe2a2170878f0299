import { policyBudgets } from "eks-pod-secrets/policy";
import { type Markup, markup } from "../../terminal/markup";
import type { PageData, PageDocument } from "./page-data";
import { grouped, nodeLink, sizeMeter, table } from "./parts";

const MOST_SHOWN = 10;

type Sized = PageDocument & Required<Pick<PageDocument, "kind" | "limit">>;

/** How close the documents come to AWS's limits. */
export function sizesSection({ documents, nodeOf }: PageData): Markup {
  const sized = documents.filter(
    (document): document is Sized => document.kind !== undefined && document.limit !== undefined,
  );
  const fullest = [...sized]
    .sort((a, b) => b.size / b.limit - a.size / a.limit)
    .slice(0, MOST_SHOWN);
  const kinds = Object.entries(policyBudgets).flatMap(([kind, { limit, title, unit }]) => {
    const sizes = sized.filter((document) => document.kind === kind).map(({ size }) => size);
    const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
    return sizes.length === 0
      ? []
      : [[title, grouped(sizes.length), sizeMeter(largest, limit, unit)]];
  });
  return markup`<section aria-labelledby="sizes-title">
<h2 id="sizes-title">Documents and their limits</h2>
${table({ labelledBy: "sizes-title", heads: ["Document", "How many", "Largest"], rows: kinds })}
<h3 id="fullest-title">The fullest</h3>
${table({
  labelledBy: "fullest-title",
  heads: ["Belongs to", "Document", "Size"],
  rows: fullest.map(({ kind, limit, node, size, unit }) => {
    const owner = nodeOf(node ?? "");
    return [owner && nodeLink(owner), policyBudgets[kind].title, sizeMeter(size, limit, unit)];
  }),
})}
</section>`;
}
