import { content, type Markup, markup } from "../../terminal/markup";
import type { PageDocument, Reading } from "./page-data";
import { grouped } from "./parts";

/** Why a reader may or may not read in a region: links to the statements, in the order of evaluation. */
export function reasons({ isAllowed, reason, why }: Reading, documents: PageDocument[]): Markup {
  const steps = why.map(({ document, statement }) => {
    const { policy = null, title = "" } = documents[document] ?? {};
    const { Effect, Sid } = (statementsOf(policy)[statement] ?? {}) as Statement;
    return markup`<li><a href="#${placeOf(document, statement)}">${meaning(title, Effect)}</a>: ${Sid && `${Sid}, `}${kindOf(title)}`;
  });
  return markup`${!isAllowed && markup`<p class="refuted">Denied: ${reason}.</p>`}<ol class="why">${steps}</ol>`;
}

interface Statement {
  Effect?: string;
  Sid?: string;
}

/** A complete document with its size. Links can lead to each of its statements. */
export function documentMarkup(document: PageDocument, index: number): Markup {
  const { limit, policy, size, title, unit } = document;
  const amount = `${grouped(size)} ${limit === undefined ? "" : `of ${grouped(limit)} `}${unit}`;
  return markup`<h4>${kindOf(title)} <small>${amount}</small></h4><pre>${json(policy, index)}</pre>`;
}

function json(policy: unknown, document: number): Markup[] {
  let rest = JSON.stringify(policy, null, "\t") ?? "";
  const isList = Array.isArray((policy as { Statement?: unknown } | null)?.Statement);
  const pieces = statementsOf(policy).map((one, index) => {
    const text = JSON.stringify(one, null, "\t").replaceAll("\n", isList ? "\n\t\t" : "\n\t");
    const at = rest.indexOf(text);
    const before = rest.slice(0, at);
    rest = rest.slice(at + text.length);
    return markup`${content(before)}<span id="${placeOf(document, index)}">${content(text)}</span>`;
  });
  return [...pieces, content(rest)];
}

function placeOf(document: number, statement: number): string {
  return `d${document}-${statement}`;
}

function kindOf(title: string): string {
  return title.replace(/ of arn:.*/, "");
}

/** A short description of what a statement decides. */
function meaning(title: string, effect: string | undefined): string {
  if (effect === "Deny") return "What denies it";
  if (title.startsWith("trust policy")) return "Who may become the role";
  if (title.startsWith("identity policy")) return "What the role may do";
  if (title.startsWith("resource policy")) return "Whom the secret lets in";
  if (title.startsWith("key policy")) return "Whom the key decrypts for";
  if (title.startsWith("policy of the AWS managed key")) return "What AWS's own key allows";
  return "What the organization allows";
}

function statementsOf(policy: unknown): unknown[] {
  return [(policy as { Statement?: unknown } | null)?.Statement ?? []].flat();
}
