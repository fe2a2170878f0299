import type { EdgeOf, GraphNode, NodeOf } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { compareNames } from "../../terminal/printed-text";
import { factsOf } from "./facts";
import type { Lights } from "./lights";
import { lookup } from "./lookup";
import type { PageData, PageResult } from "./page-data";
import { fragment, nodeLink, pictureId, standingMark } from "./parts";
import { documentMarkup, reasons } from "./statements";

/** The headings, in the order of an account's entries. */
const KINDS: Record<GraphNode["kind"], string> = {
  account: "Account",
  cluster: "Cluster",
  reader: "Reader",
  role: "Role",
  key: "Key",
  secret: "Secret",
  parameter: "Parameter",
};

const OTHERS = "Policies of AWS and of the organization";

/**
 * Writes the entries for everything in an account. A link to an entry opens it. Without an account, the entries for what AWS or
 * the organization wrote.
 */
export function entriesOf(
  data: PageData,
  { numberOf }: Lights,
): (account?: NodeOf<"account">) => Markup[] {
  const { accountOf, documents, grants, nodeOf, readingsOf } = data;
  const inAccount = lookup(data.nodes, ({ id }) => [accountOf(id)?.id ?? ""]);
  const documentsOf = lookup([...documents.entries()], ([, { node = "" }]) => [node]);
  const resultsOf = lookup(data.results, ({ about }) => about);
  const assumedBy = lookup(
    data.edges.filter(({ kind }) => kind === "assumes"),
    ({ from }) => [from],
  );
  const factsMarkup = factsOf(data);
  const order = Object.keys(KINDS);

  return (account) => {
    if (!account) {
      const written = documentsIn("");
      return written.length === 0 ? [] : [entry("", OTHERS, markup`<h3>${OTHERS}</h3>${written}`)];
    }
    return inAccount(account.id)
      .filter(({ kind }) => kind !== "role")
      .toSorted(
        (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compareNames(a.name, b.name),
      )
      .map(nodeEntry);
  };

  function nodeEntry(node: GraphNode): Markup {
    const number = numberOf(node.id);
    return entry(
      number !== undefined && grants.has(node.id) ? ` lighting e${number}` : "",
      markup`${KINDS[node.kind]} <b>${node.name}</b> <small>${whereOf(node)}</small>`,
      markup`<a class="close" href="${fragment(pictureId(node.id))}" aria-label="Close, back to the picture">×</a>${[node, ...rolesOf(node.id)].map(known)}`,
    );
  }

  function rolesOf(id: string): GraphNode[] {
    const roles = assumedBy(id).flatMap(({ to }) => nodeOf(to) ?? []);
    return roles.flatMap((role) => [role, ...rolesOf(role.id)]);
  }

  function known(node: GraphNode): Markup {
    const { id, kind, name } = node;
    const results = resultsOf(id);
    return markup`<h3 id="${id}" tabindex="-1"><small>${KINDS[kind]}</small> ${name}</h3>${factsMarkup(node)}${grantsMarkup(node)}${results.length > 0 && markup`<h4>Proof</h4><ul>${results.map(resultItem)}</ul>`}${documentsIn(id)}`;
  }

  /** Further text by which a search finds a node. */
  function whereOf(node: GraphNode): string | undefined {
    if (node.kind === "account") return node.accountId;
    const account = accountOf(node.id)?.name;
    if (node.kind !== "reader") return account;
    return `${node.namespace}/${node.serviceAccount} · ${nodeOf(node.parent)?.name} · ${account}`;
  }

  function documentsIn(node: string): Markup[] {
    return documentsOf(node).map(([index, document]) => documentMarkup(document, index));
  }

  function grantsMarkup({ id, kind }: GraphNode): Markup | false {
    const all = grants.get(id) ?? [];
    if (all.length === 0) return kind !== "role" && markup`<p>No grant runs through it.</p>`;
    if (kind === "reader") return grantsList("What it reads, and why", all, id);
    const isRead = kind === "secret" || kind === "parameter";
    return isRead && grantsList("Who reads it", all, id);
  }

  function grantsList(title: string, all: EdgeOf<"reads">[], of: string): Markup {
    return markup`<h4>${title}</h4><ul>${all.map((edge) => grantItem(edge, of))}</ul>`;
  }

  /** A grant. The reasons are only in its reader's entry. */
  function grantItem({ crossAccount, from, to }: EdgeOf<"reads">, of: string): Markup {
    const readings = readingsOf(from, to);
    const end = nodeOf(of === from ? to : from);
    const why = readings.map(
      (one) =>
        markup`${readings.length > 1 && markup`<h5>In ${one.region}</h5>`}${reasons(one, documents)}`,
    );
    return markup`<li>${end && nodeLink(end)} <small>${crossAccount ? "across accounts" : "same account"}</small> ${data.isDenied(from, to) ? standingMark("refuted", "denied") : standingMark("proved", "may read")}${of === from && why}</li>`;
  }

  function resultItem(result: PageResult): Markup {
    const { about, alsoAllowed, assumptionsUsed, claim, fix, reason, summary } = result;
    const names = about.flatMap((id) => nodeOf(id)?.name ?? []).join(" → ");
    const rests = assumptionsUsed.length > 0 && `; rests on ${assumptionsUsed.join(", ")}`;
    const also = alsoAllowed && `Policies that it keeps also allow ${alsoAllowed.join("; ")}`;
    const more = [summary, reason, fix && `To close it: ${fix}`, also];
    return markup`<li>${standingMark(result.result)} ${claim} <small>${names}${rests}</small>${more.map((text) => markup`${text && markup`<p>${text}.</p>`}`)}</li>`;
  }
}

/** An entry, which opens beside the page when a link leads to it. */
function entry(classes: string, title: Markup | string, known: Markup): Markup {
  return markup`<details class="entry${classes}"><summary>${title}</summary><div>${known}</div></details>
`;
}
