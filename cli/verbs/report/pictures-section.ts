import { getOrMake } from "iam-proof/collections";
import { ownerLayout } from "../../picture/canvas";
import { arrowHeads, drawing } from "../../picture/drawing";
import { framesOf } from "../../picture/frames";
import type { Graph, GraphNode, NodeOf } from "../../picture/graph-shape";
import { iconShapes } from "../../picture/icons";
import type { Layout } from "../../picture/layout";
import { clusterParts, ownerParts, type Part } from "../../picture/parts";
import { readerLayout } from "../../picture/reader-layout";
import { LEGEND_ROW, legend } from "../../picture/svg";
import { type Markup, markup } from "../../terminal/markup";
import { count } from "../../terminal/output";
import { compareNames } from "../../terminal/printed-text";
import { entriesOf } from "./entries";
import type { Lights } from "./lights";
import { lookup } from "./lookup";
import type { PageData } from "./page-data";
import { fragment, grouped, pictureId, standings, standingText } from "./parts";

/** The largest height of a picture relative to its width, so that it fits on paper with its title. */
const MOST_HEIGHT = 1.25;

/** The most pictures for which all accounts are open at first. Each picture takes about a page of paper. */
const MOST_OPEN = 10;

/** Everything in one picture, even if it does not fit. */
export interface WholePicture {
  layout: Layout;
  fits: boolean;
  /** Names of accounts in which nothing is read. */
  empty: string[];
}

export function wholePicture(data: PageData): WholePicture {
  const frames = framesOf(data);
  const layout = readerLayout(frames, data, data.isDenied);
  return { layout, fits: fits(layout), empty: frames.empty.map(({ account }) => account.name) };
}

function fits({ height, width }: Layout): boolean {
  return height <= MOST_HEIGHT * width;
}

interface Picture {
  /** The kind of thing that the picture is about, and its account. */
  of: Part["about"]["kind"];
  account: string;
  layout: Layout;
  title: string;
}

/** The pictures, one of the whole landing zone or several for each account, with the entries for everything in them. */
export function picturesSection(data: PageData, whole: WholePicture, lights: Lights): Markup {
  const { empty, fits: isWhole, layout } = whole;
  const pictures: Picture[] = isWhole
    ? [{ of: "account", account: "", layout, title: "The whole landing zone" }]
    : accountPictures(data, data.isDenied);
  const figures = figuresOf(pictures, data, lights);
  const entriesIn = entriesOf(data, lights);
  const accounts = data.nodes
    .filter((node) => node.kind === "account")
    .sort((a, b) => compareNames(a.name, b.name));
  const isOpen = !isWhole && pictures.length <= MOST_OPEN;
  return markup`<section id="picture-section"${isWhole && markup` class="lights"`} aria-labelledby="picture-title">
<h2 id="picture-title">${isWhole ? "Picture" : "Pictures"}</h2>
<p class="hint narrow-only">The pictures need a wider screen. <a href="#access-title">The table</a> says the same in words.</p>
<p class="hint wide-only">Choose anything in a picture: its details say who reads it, what it reads, and which statements let it.</p>
<svg class="drawing legend" width="820" height="${2 * LEGEND_ROW}" viewBox="16 0 820 ${2 * LEGEND_ROW}" role="group" aria-label="Legend">${iconShapes()}<defs>${arrowHeads()}</defs>${legend(layout, 0)}</svg>
${figures("")}
${empty.length > 0 && markup`<p class="hint">Not shown, since nothing is read in them: ${empty.join(", ")}.</p>`}
<div class="accounts">
<h3>Accounts, and what is known of all that they hold</h3>
${!isOpen && markup`<label class="open-all"><input type="checkbox"> Open all accounts</label>`}
${accounts.map(
  (account) => markup`<details class="account${!isWhole && " lights"}"${isOpen && markup` open`}>
<summary>${account.name} <small>${account.accountId} · ${account.region} · ${numbersOf(data, account)}</small></summary>
${figures(account.id)}
${entriesIn(account)}</details>
`,
)}
${entriesIn()}
</div>
</section>`;
}

/** Draws the pictures of an account. Each node has the place that its entry links back to in only one of all pictures. */
function figuresOf(
  pictures: Picture[],
  data: PageData,
  { classesOf }: Lights,
): (account: string) => Markup[] {
  const standing = standings(data.results);
  const homes = homesIn(pictures, data);
  const markOf = (id: string) => {
    const look = standing(id);
    const isOpen = look === "refuted" || look === "unknown";
    return isOpen ? { look, says: standingText(look) } : undefined;
  };
  const of = lookup(pictures, ({ account }) => [account]);
  return (account) =>
    of(account).map((picture) => {
      const { height, width } = picture.layout;
      const placeOf = (id: string) => (homes.get(id) === picture ? pictureId(id) : undefined);
      return markup`<figure><figcaption>${picture.title}</figcaption><svg class="drawing" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-label="${picture.title}">${drawing(picture.layout, { classesOf: (id) => classesOf(account, id), linkOf: fragment, markOf, placeOf })}</svg></figure>
`;
    });
}

/** The picture that shows a node best: the one of its cluster for what runs there, and the owner's for what is owned. */
function homesIn(pictures: Picture[], { accountOf }: PageData): Map<string, Picture> {
  const homes = new Map<string, Picture>();
  for (const picture of pictures) {
    for (const { icon, id } of picture.layout.boxes) {
      if (id === undefined) continue;
      const best = ["cluster", "reader", "role"].includes(icon) ? "cluster" : "account";
      const isBest = picture.of === best && picture.account === accountOf(id)?.id;
      if (isBest || !homes.has(id)) homes.set(id, picture);
    }
  }
  return homes;
}

/** Pictures of each cluster, and of what each account owns. */
function accountPictures(
  graph: Graph,
  isDenied: (reader: string, target: string) => boolean,
): Picture[] {
  const layouts = new Map<Graph, Layout>();
  const layOut = (part: Graph, about: Part["about"]) =>
    getOrMake(layouts, part, () =>
      about.kind === "cluster"
        ? readerLayout(framesOf(part), part, isDenied)
        : ownerLayout(part, about, isDenied),
    );
  const isFitting = (part: Graph, about: Part["about"]) => fits(layOut(part, about));
  const parts = [...clusterParts(graph, isFitting), ...ownerParts(graph, isFitting)];
  return parts.map(({ about, graph: part, number, of }) => {
    const says =
      about.kind === "cluster"
        ? `What cluster ${about.name} reads`
        : `Who reads what ${about.name} owns`;
    return {
      of: about.kind,
      account: about.kind === "cluster" ? about.parent : about.id,
      layout: layOut(part, about),
      title: of === 1 ? says : `${says}, ${number} of ${of}`,
    };
  });
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
