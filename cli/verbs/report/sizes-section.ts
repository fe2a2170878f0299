import { policyBudgets } from "eks-pod-secrets/policy";
import { type Markup, markup } from "../../terminal/markup";
import type { PageData, PageDocument } from "./page-data";
import { grouped, nodeLink, sizeMeter } from "./parts";

const MOST_SHOWN = 10;

type Sized = PageDocument & Required<Pick<PageDocument, "kind" | "limit">>;

/** How near the documents come to the limits that AWS sets. */
export function sizesSection({ documents, nodes }: PageData): Markup {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const sized = documents.filter(
    (document): document is Sized => document.kind !== undefined && document.limit !== undefined,
  );
  const fullest = [...sized]
    .sort((a, b) => b.size / b.limit - a.size / a.limit)
    .slice(0, MOST_SHOWN);
  return markup`<section aria-labelledby="sizes-title">
<h2 id="sizes-title">Documents and their limits</h2>
<div class="scroller" tabindex="0" role="region" aria-labelledby="sizes-title">
<table class="narrow"><thead><tr><th scope="col">Document</th><th scope="col">How many</th><th scope="col">Largest</th></tr></thead>
<tbody>${Object.entries(policyBudgets).flatMap(([kind, { limit, title, unit }]) => {
    const sizes = sized.filter((document) => document.kind === kind).map(({ size }) => size);
    if (sizes.length === 0) return [];
    const largest = sizes.reduce((a, b) => Math.max(a, b));
    return [
      markup`<tr><th scope="row">${title}</th><td>${grouped(sizes.length)}</td><td>${sizeMeter(largest, limit, unit)}</td></tr>`,
    ];
  })}</tbody></table>
<table class="narrow"><caption>The fullest</caption><thead><tr><th scope="col">Belongs to</th><th scope="col">Document</th><th scope="col">Size</th></tr></thead>
<tbody>${fullest.map(({ kind, limit, node, size, unit }) => {
    const owner = byId.get(node ?? "");
    return markup`<tr><th scope="row">${owner && nodeLink(owner)}</th><td>${policyBudgets[kind].title}</td><td>${sizeMeter(size, limit, unit)}</td></tr>`;
  })}</tbody></table>
</div>
</section>`;
}
