import type { GraphNode, NodeOf } from "./graph-shape";

/** The average width of a bold character in a wide typeface, relative to its font size. */
const AVERAGE = 0.7;

/** A name on one line, or on two if it does not fit. The second line begins at one of the name's separators if possible. */
export function inTwoLines(text: string, width: number, fontSize: number): [string, string?] {
  const most = Math.floor(width / (fontSize * AVERAGE));
  const characters = [...text];
  if (characters.length <= most) return [text];
  const head = characters.slice(0, most).join("");
  const [whole = head] = /^.*[-_/.](?=.)/s.exec(head) ?? [];
  return [whole, text.slice(whole.length)];
}

/** A text that fits into a width in pixels. If it is too long, its middle is left out, because names differ at both ends. */
export function fitted(text: string, width: number, fontSize: number): string {
  const characters = [...text];
  const most = Math.max(3, Math.floor(width / (fontSize * AVERAGE)));
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  const head = most - 1 - tail;
  return `${characters.slice(0, head).join("")}…${characters.slice(-tail).join("")}`;
}

/** The text beneath the name in a secret's or parameter's box. */
export function secretDetail(object: NodeOf<"secret"> | NodeOf<"parameter">): string {
  if (object.kind === "parameter") return "parameter";
  return `${object.regions.join(", ")}${object.sealed ? " · sealed" : ""}${ofOthers(object)}`;
}

/** A remark about a node that others own or deploy. */
export function ofOthers({ external }: { external?: true | undefined }): string {
  return external ? " · of others" : "";
}

/** The meaning of each sign in a picture, in the legend's order. An account is a frame and needs no sign. */
export const SIGNS: Partial<Record<GraphNode["kind"], string>> = {
  cluster: "cluster",
  reader: "reader: a service account and its pods",
  role: "IAM role",
  secret: "secret",
  parameter: "parameter",
  key: "key that encrypts",
};

/** The meaning of each arrow in a picture. */
export const ARROWS = {
  "cross-account": "reads across accounts",
  "own-account": "reads within its account",
  assumes: "assumes the role",
  denied: "declared, but denied",
};
