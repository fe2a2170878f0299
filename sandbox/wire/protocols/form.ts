import { getOrMake } from "iam-proof/collections";
import { AwsError } from "../messages/operation";

const MAX_FIELDS = 10_000;
const MAX_DEPTH = 8;

type Tree = { value?: string; children?: Map<string, Tree> };

/** Reads the query protocol's form: `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: "a" }] }`. */
export function parseForm(text: string): Record<string, unknown> {
  const root: Tree = {};
  const fields = text === "" ? [] : text.split("&");
  if (fields.length > MAX_FIELDS) throw malformed("too many fields");
  for (const field of fields) {
    const equals = field.indexOf("=");
    const name = decode(equals < 0 ? field : field.slice(0, equals));
    place(root, name.split("."), equals < 0 ? "" : decode(field.slice(equals + 1)));
  }
  return objectOf(root);
}

function place(root: Tree, path: string[], value: string): void {
  if (path.length > MAX_DEPTH) throw malformed("a field's name has too many parts");
  let node = root;
  for (const part of path) {
    node.children ??= new Map();
    node = getOrMake(node.children, part, () => ({}));
  }
  node.value = value;
}

function objectOf({ children }: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, child] of children ?? []) result[name] = read(child);
  return result;
}

function read(tree: Tree): unknown {
  if (!tree.children) return tree.value;
  const members = tree.children.get("member");
  if (!members) return objectOf(tree);
  return [...(members.children ?? [])]
    .filter(([index]) => /^\d{1,5}$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => read(child));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw malformed("the form is not URL-encoded UTF-8");
  }
}

function malformed(why: string): AwsError {
  return new AwsError("MalformedInput", `Could not read the request: ${why}`, 400);
}
