import type { PageDocument } from "../page-data";
import { element } from "./dom";
import { model } from "./model";

/** Why a reader may read, region by region: the statements that let it in, as they are written, or what denies it. */
export function reasons(reader: string, target: string): Node[] {
  const readings = (model.readingsOf.get(target) ?? []).filter((one) => one.reader === reader);
  return readings.flatMap((reading) => {
    const title = readings.length > 1 ? [element("h5", {}, `In ${reading.region}`)] : [];
    const denied = reading.isAllowed
      ? []
      : [element("p", { class: "refuted" }, `Denied: ${reading.reason}.`)];
    const names = namesOf(reader, reading.arn);
    const steps = reading.why.map(({ document, statement }) => step(document, statement, names));
    return [...title, ...denied, element("ol", { class: "why" }, ...steps)];
  });
}

function step(document: number, statement: number, names: string[]): HTMLElement {
  const { policy, title } = model.data.documents[document] as PageDocument;
  const one = statementsOf(policy)[statement] as { Effect?: string };
  return element(
    "li",
    {},
    element(
      "p",
      {},
      element("b", {}, meaning(title, one.Effect)),
      " ",
      element("small", {}, title),
    ),
    json(one, names),
  );
}

/** A document in full, with its size. */
export function documentDetails(index: number): HTMLElement {
  const { limit, policy, size, title, unit } = model.data.documents[index] as PageDocument;
  const body = element("div", {});
  const amount = limit ? `${size} of ${limit} ${unit}` : `${size} ${unit}`;
  const meter = element("meter", {
    min: "0",
    max: String(limit ?? size),
    high: String((limit ?? size) * 0.8),
    value: String(size),
    "aria-label": amount,
  });
  const details = element(
    "details",
    { class: "document" },
    element(
      "summary",
      {},
      title.replace(/ of arn:.*/, ""),
      element("small", {}, ...(limit ? [meter] : []), ` ${amount}`),
    ),
    body,
  );
  details.addEventListener("toggle", () => {
    if (body.childElementCount === 0) body.append(element("small", {}, title), json(policy, []));
  });
  return details;
}

/** What a statement of a document decides, in a few words. */
function meaning(title: string, effect: string | undefined): string {
  if (effect === "Deny") return "What denies it";
  if (title.startsWith("trust policy")) return "Who may become the role";
  if (title.startsWith("identity policy")) return "What the role may do";
  if (title.startsWith("resource policy")) return "Whom the secret lets in";
  if (title.startsWith("key policy")) return "Whom the key decrypts for";
  if (title.startsWith("policy of the AWS managed key")) return "What AWS's own key allows";
  return "What the organization allows";
}

/** A value as JSON, in which the names are marked. */
function json(value: unknown, names: string[]): HTMLElement {
  const text = JSON.stringify(value, null, 2) ?? "";
  const code = element("code", {});
  const pattern = names.map((name) => JSON.stringify(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = names.length > 0 ? text.split(new RegExp(`(${pattern.join("|")})`)) : [text];
  for (const [index, part] of parts.entries()) {
    code.append(index % 2 === 1 ? element("mark", {}, part) : part);
  }
  return element("pre", {}, code);
}

/** What tells this grant from others: the secret, the service account and the roles. */
function namesOf(reader: string, arn: string): string[] {
  const node = model.nodes.get(reader);
  const roles = (model.edgesOf.get(reader) ?? []).flatMap((edge) => {
    const role = edge.kind === "assumes" ? model.nodes.get(edge.to) : undefined;
    return role?.kind === "role" ? [role.arn] : [];
  });
  const own = node?.kind === "reader" ? [node.namespace, node.serviceAccount] : [];
  const cluster = node?.kind === "reader" ? model.nodes.get(node.parent) : undefined;
  return [arn, ...roles, ...own, ...(cluster?.kind === "cluster" ? [cluster.arn] : [])];
}

function statementsOf(policy: unknown): unknown[] {
  return [(policy as { Statement?: unknown } | null)?.Statement].flat();
}
