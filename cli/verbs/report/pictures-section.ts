import { ownerLayout } from "../../picture/canvas";
import { arrowHeads, drawing } from "../../picture/drawing";
import { framesOf } from "../../picture/frames";
import type { Graph, GraphNode, NodeOf } from "../../picture/graph-shape";
import { iconShapes } from "../../picture/icons";
import type { Layout } from "../../picture/layout";
import { clusterParts, ownerParts, type Part } from "../../picture/parts";
import { readerLayout } from "../../picture/reader-layout";
import { ARROWS, SIGNS } from "../../picture/texts";
import { Markup, markup } from "../../terminal/markup";
import { count } from "../../terminal/output";
import { compareNames } from "../../terminal/printed-text";
import type { PageData } from "./page-data";
import { grouped, nodeLink, packed, standings, standingText } from "./parts";

/** Height of a picture in its widths, so that it fits a page of paper with its title. */
const MOST_HEIGHT = 1.25;

/** Pictures up to which those of all accounts are open at first. Each takes about a page of paper. */
const MOST_OPEN = 10;

/** Whether the whole landing zone fits one picture. */
export function fitsOnePicture(graph: Graph): boolean {
  return fits(readerLayout(framesOf(graph), graph));
}

function fits({ height, width }: Layout): boolean {
  return height <= MOST_HEIGHT * width;
}

/** The pictures: one of the whole landing zone, or of each cluster and of what each account owns. */
export function picturesSection(data: PageData): Markup {
  const graph: Graph = data;
  const denied = new Set(
    data.readings
      .filter((one) => !one.isAllowed)
      .map(({ reader, target }) => `${reader}\n${target}`),
  );
  const isDenied = (reader: string, target: string) => denied.has(`${reader}\n${target}`);
  const draw = figureMaker(data);
  const { empty } = framesOf(graph);
  const isWhole = fitsOnePicture(graph);
  const pictures = isWhole
    ? [draw(readerLayout(framesOf(graph), graph, isDenied), "The whole landing zone")]
    : accountPictures(graph, isDenied, draw);
  return markup`<section id="picture-section" aria-labelledby="picture-title">
<h2 id="picture-title">${isWhole ? "Picture" : "Pictures"}</h2>
<p class="hint narrow-only">The pictures need a wider screen. <a href="#access-title">The table</a> says the same in words.</p>
<p class="hint wide-only">Choose anything in a picture: its details say who reads it, what it reads, and which statements let it.</p>
${
  !isWhole &&
  markup`<div class="tools" role="group" aria-label="Pictures"><button type="button" id="open-all">Open all</button> <button type="button" id="close-all">Close all</button></div>`
}
${legend(data, denied.size > 0)}
<svg class="drawing shapes" width="0" height="0" aria-hidden="true" focusable="false">${iconShapes()}<defs>${arrowHeads()}</defs></svg>
<div class="pictures${isWhole ? "" : " many"}" id="pictures">
${pictures}
</div>
${empty.length > 0 && markup`<p class="hint">Not shown, since nothing is read in them: ${empty.map(({ account }) => account.name).join(", ")}.</p>`}
</section>`;
}

type Draw = (layout: Layout, title: string) => Markup;

function figureMaker({ results }: PageData): Draw {
  const standing = standings(results);
  const markOf = (id: string) => {
    const look = standing(id);
    return look === "refuted" || look === "unknown"
      ? { look, says: standingText(look) }
      : undefined;
  };
  const linkOf = (id: string) => `#${encodeURIComponent(id)}`;
  return (layout, title) => {
    const { height, width } = layout;
    return markup`<figure><figcaption>${title}</figcaption><svg class="drawing" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="${title}">${drawing(layout, { linkOf, markOf })}</svg></figure>
`;
  };
}

/**
 * The pictures of each account, under its name: of its clusters, then of what it owns. Where they are many
 * they are packed, since a browser takes seconds for all of them; the page's script unpacks what is opened.
 */
function accountPictures(
  graph: Graph,
  isDenied: (reader: string, target: string) => boolean,
  draw: Draw,
): Markup[] {
  const layCluster = (part: Graph) => readerLayout(framesOf(part), part, isDenied);
  const clusters = clusterParts(graph, (part) => fits(layCluster(part)));
  const accounts = graph.nodes
    .filter((node) => node.kind === "account")
    .sort((a, b) => compareNames(a.name, b.name));
  const layOwned = (part: Graph, account: NodeOf<"account">) =>
    ownerLayout(part, account, isDenied);
  const owned = ownerParts(
    graph,
    (part, about) => about.kind === "account" && fits(layOwned(part, about)),
  );
  const isOpen = clusters.length + owned.length <= MOST_OPEN;
  return accounts.flatMap((account) => {
    const own = clusters.filter(({ about }) => "parent" in about && about.parent === account.id);
    const theirs = owned.filter(({ about }) => about.id === account.id);
    if (own.length + theirs.length === 0) return [];
    const pictures = markup`${own.map((part) => draw(layCluster(part.graph), `What cluster ${part.about.name} reads${place(part)}`))}
${theirs.map((part) => draw(layOwned(part.graph, account), `Who reads what ${account.name} owns${place(part)}`))}`;
    return [
      markup`<details class="account-pictures" data-account="${account.id}"${isOpen && markup` open`}>
<summary>${account.name} <small>${account.accountId} · ${account.region} · ${numbersOf(graph, account)}</small></summary>
<p>${nodeLink(account)}</p>
${isOpen ? pictures : markup`<script type="text/plain">${new Markup(packed(pictures.toString()))}</script>`}
</details>
`,
    ];
  });
}

function place({ number, of }: Part): string {
  return of === 1 ? "" : `, ${number} of ${of}`;
}

function numbersOf({ nodes }: Graph, { id }: NodeOf<"account">): string {
  const within = (kind: GraphNode["kind"], parents: Set<string>) =>
    nodes.filter((node) => node.kind === kind && "parent" in node && parents.has(node.parent));
  const clusters = within("cluster", new Set([id]));
  const readers = within("reader", new Set(clusters.map((one) => one.id)));
  const objects = [...within("secret", new Set([id])), ...within("parameter", new Set([id]))];
  return [
    ...(readers.length > 0 ? [count(readers.length, "reader")] : []),
    `owns ${grouped(objects.length)}`,
  ].join(" · ");
}

function legend({ edges, nodes }: PageData, hasDenied: boolean): Markup {
  const reads = edges.filter((edge) => edge.kind === "reads");
  const isShown: Record<keyof typeof ARROWS, boolean> = {
    "cross-account": reads.some(({ crossAccount }) => crossAccount),
    "own-account": reads.some(({ crossAccount }) => !crossAccount),
    assumes: edges.some(({ kind }) => kind === "assumes"),
    denied: hasDenied,
  };
  const arrows = (Object.keys(ARROWS) as (keyof typeof ARROWS)[]).filter((kind) => isShown[kind]);
  const signs = Object.entries(SIGNS).filter(([kind]) => nodes.some((one) => one.kind === kind));
  return markup`<ul class="legend" aria-label="Legend">${arrows.map(
    (kind) =>
      markup`<li><svg class="drawing sample" width="36" height="10" aria-hidden="true"><path class="arrow ${kind}" stroke-width="1.6" d="M1 5h26" marker-end="url(#head-${kind})"/></svg>${ARROWS[kind]}</li>`,
  )}${signs.map(([kind, says]) => markup`<li><span class="sign ${kind}" aria-hidden="true"></span>${says}</li>`)}</ul>`;
}
