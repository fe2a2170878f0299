import type { GraphNode, NodeOf } from "./graph-shape";

/** Width of a bold character of average text, as a part of its size, in a wide typeface. */
const AVERAGE = 0.7;

/** A name in one line, or in two where it does not fit in one; the second begins at one of its separators where it can. */
export function inTwoLines(text: string, width: number, fontSize: number): [string, string?] {
  const most = Math.floor(width / (fontSize * AVERAGE));
  const characters = [...text];
  if (characters.length <= most) return [text];
  const head = characters.slice(0, most).join("");
  const [whole = head] = /^.*[-_/.](?=.)/s.exec(head) ?? [];
  return [whole, text.slice(whole.length)];
}

/** Text that fits into a width in pixels: where it does not, its middle is left out, since names differ at both ends. */
export function fitted(text: string, width: number, fontSize: number): string {
  const characters = [...text];
  const most = Math.max(3, Math.floor(width / (fontSize * AVERAGE)));
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  const head = most - 1 - tail;
  return `${characters.slice(0, head).join("")}…${characters.slice(-tail).join("")}`;
}

/** What a secret's or a parameter's box says beneath its name. */
export function secretDetail(object: NodeOf<"secret"> | NodeOf<"parameter">): string {
  if (object.kind === "parameter") return "parameter";
  return `${object.regions.join(", ")}${object.sealed ? " · sealed" : ""}${ofOthers(object)}`;
}

/** What is said of a node that others own or deploy. */
export function ofOthers({ external }: { external?: true | undefined }): string {
  return external ? " · of others" : "";
}

/** What each sign of a picture stands for, in the order of a legend. An account is a frame, and needs no sign. */
export const SIGNS: Partial<Record<GraphNode["kind"], string>> = {
  cluster: "cluster",
  reader: "reader: a service account and its pods",
  role: "IAM role",
  secret: "secret",
  parameter: "parameter",
  key: "key that encrypts",
};

/** What each arrow of a picture says of its two ends. */
export const ARROWS = {
  "cross-account": "reads across accounts",
  "own-account": "reads within its account",
  assumes: "assumes the role",
  denied: "declared, but denied",
};
