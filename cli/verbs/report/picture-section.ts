import type { ClusterBox, Frame, FrameColumns, Vault } from "../../picture/frames";
import type { NodeOf } from "../../picture/graph-shape";
import { ARROWS, SIGNS } from "../../picture/legend-texts";
import { type Markup, markup } from "../../terminal/markup";
import { count, countObjects } from "../../terminal/output";
import type { PageData } from "./page-data";
import { nodeLink, standingMark } from "./parts";
import { type Standing, standings } from "./standing";

type Standings = (id: string) => Standing;

/** Readers and secrets that are shown one by one as the page opens; more are under their accounts. */
const MOST_OPEN = 120;

/** The picture: a frame for each account. The page's script draws the arrows. */
export function pictureSection(columns: FrameColumns, data: PageData): Markup {
  const shown = data.nodes.filter(({ kind }) => kind !== "account" && kind !== "role").length;
  const isOpen = shown <= MOST_OPEN;
  const standing = standings(data.results);
  const frames = (list: Frame[], look: string) =>
    list.map((one) => frameMarkup(one, look, isOpen, standing));
  const hasTargets = data.nodes.some((node) => node.kind === "role" && node.isTarget);
  const { both, empty, owners, readers } = columns;
  return markup`<section id="picture-section" aria-labelledby="picture-title">
<h2 id="picture-title">Picture</h2>
<div class="tools" role="group" aria-label="Picture">
<label>Show <select id="show-account"><option value="">all accounts</option>${[
    ...both,
    ...readers,
    ...owners,
  ].map(
    ({ account }) => markup`<option value="${account.id}">${account.name}</option>`,
  )}</select></label>
<button type="button" id="open-all">Open all</button>
<button type="button" id="close-all">Close all</button>
<label><input type="checkbox" id="only-connected"> Only what is connected to the choice</label>
</div>
${legend(data)}
<div class="scene">
<div class="scroller" tabindex="0" role="region" aria-label="Picture of the accounts">
<div class="picture${hasTargets ? markup` has-targets` : ""}" id="picture">
<svg class="arrows" id="arrows" aria-hidden="true" focusable="false"></svg>
${frames(both, "both")}
<div class="columns"><div class="column">${frames(readers, "readers")}</div><div class="column">${frames(owners, "owners")}</div></div>
</div>
</div>
<aside id="details" class="empty" aria-labelledby="details-title"><h3 id="details-title" tabindex="-1">Choose a reader or a secret</h3><p>A reader shows what it reads and why: the statements that let it in. A secret shows who reads it. <a href="#access-title">The table</a> says the same in words.</p></aside>
</div>
${empty.length > 0 && markup`<p class="hint">Not shown, since nothing is read in them: ${empty.map(({ account }) => account.name).join(", ")}.</p>`}
<p id="said" class="said" role="status"></p>
</section>`;
}

function frameMarkup(frame: Frame, look: string, isOpen: boolean, standing: Standings): Markup {
  const { account, clusters, isReadAcross, targetRoles, vaults } = frame;
  const readers = clusters.reduce((sum, one) => sum + one.readers.length, 0);
  const objects = vaults.flatMap((vault) => vault.objects);
  const runs = clusters.length > 0;
  const owns = vaults.length > 0 || targetRoles.length > 0;
  return markup`<details class="frame ${look}${targetRoles.length > 0 ? " has-targets" : ""}" data-account="${account.id}"${isOpen ? markup` open` : ""}>
<summary><span class="frame-name"><span class="name account">${account.name}</span> <small>${account.accountId} · <span>${account.region}</span></small></span>${
    runs &&
    markup`<span class="sum sum-readers reader">${count(clusters.length, "cluster")} · ${count(readers, "reader")}</span>`
  }${owns && markup`<span class="sum sum-owned secret">${owned(objects)}</span>`}</summary>
<div class="inside">
${runs && markup`<div class="clusters">${clusters.map((one) => clusterMarkup(one, standing))}</div>`}
${
  owns &&
  markup`<div class="owned${isReadAcross && targetRoles.length > 0 ? markup` read-across` : ""}">${targetRoles.length > 0 && markup`<ul class="targets" aria-label="roles that readers of other accounts assume">${targetRoles.map((role) => markup`<li>${node(role, "target role", standing)}</li>`)}</ul>`}<div class="vaults">${vaults.map((one) => vaultMarkup(one, standing))}</div></div>`
}
</div>
</details>
`;
}

function owned(objects: Vault["objects"]): string {
  const secrets = objects.filter(({ kind }) => kind === "secret").length;
  return countObjects(secrets, objects.length - secrets, " · ");
}

function clusterMarkup({ cluster, readers }: ClusterBox, standing: Standings): Markup {
  return markup`<div class="group"><h3>${nodeLink(cluster)}</h3><ul>${readers.map(
    ({ reader, role }) =>
      markup`<li class="pair">${node(reader, `${reader.namespace}/${reader.serviceAccount}`, standing)}<span class="step" aria-hidden="true"></span>${node(role, "role", standing)}</li>`,
  )}</ul></div>`;
}

function vaultMarkup({ key, objects }: Vault, standing: Standings): Markup {
  const title = key ? nodeLink(key) : markup`<span class="link key">AWS managed key</span>`;
  return markup`<div class="group"><h3>${title}</h3><ul>${objects.map(
    (object) => markup`<li>${node(object, detailOf(object), standing)}</li>`,
  )}</ul></div>`;
}

function detailOf(object: NodeOf<"secret"> | NodeOf<"parameter">): string {
  if (object.kind === "parameter") return "parameter";
  return [object.regions.join(", "), ...(object.sealed ? ["sealed"] : [])].join(" · ");
}

function node(
  { id, kind, name }: NodeOf<"parameter" | "reader" | "role" | "secret">,
  detail: string,
  standing: Standings,
): Markup {
  const proved = standing(id);
  const isOpen = proved === "refuted" || proved === "unknown";
  return markup`<a class="node ${kind}" href="#${encodeURIComponent(id)}"><span class="name">${name}</span><small>${detail}</small>${isOpen && standingMark(proved)}</a>`;
}

function legend({ nodes, readings }: PageData): Markup {
  const line = (look: string, says: string) =>
    markup`<li><svg class="sample" viewBox="0 0 34 8" aria-hidden="true"><path class="${look}" d="M1 4h25"/><path class="head ${look}" d="M26 .5 33 4 26 7.5z"/></svg>${says}</li>`;
  const hasDenied = readings.some(({ isAllowed }) => !isAllowed);
  const signs = Object.entries(SIGNS).filter(([kind]) => nodes.some((one) => one.kind === kind));
  return markup`<ul class="legend" aria-label="Legend">${line("cross", ARROWS["cross-account"])}${line("own", ARROWS["own-account"])}${line("assumes", ARROWS.assumes)}${hasDenied && line("denied", "declared, but denied")}${signs.map(([kind, says]) => markup`<li><span class="sign ${kind}" aria-hidden="true"></span>${says}</li>`)}</ul>`;
}
