import type { ResolvedGrant } from "eks-pod-secrets/grant";
import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { JsonTextError, parseJsonText } from "../../json/json-text";
import { UserError } from "../../terminal/errors";
import type { SecretValue } from "./standard-input";

/**
 * Refuses a value that lacks a part which a reader mounts: that reader's pods would not start. Messages name the part, never the
 * value.
 */
export async function checkJsonParts(
  { text }: SecretValue,
  grants: readonly ResolvedGrant[],
): Promise<void> {
  const parts = grants.flatMap(({ jmesPath, reader }) =>
    jmesPath.map(({ path }) => ({ path, reader: reader.id })),
  );
  const [first] = parts;
  if (!first) return;
  const value = parseJson(text);
  if (value === undefined) {
    throw new UserError(
      `the value must be JSON: reader ${first.reader} mounts a part of it, jmesPath ${first.path}`,
    );
  }
  const { search } = await import("jmespath");
  for (const { path, reader } of parts) {
    const part = searchPart(search, value, path);
    if (typeof part === "string") continue;
    const got = part === null || part === undefined ? "none there" : `one of type ${typeof part}`;
    throw new UserError(
      `the value must have a string at jmesPath ${path}, which reader ${reader} mounts, got ${got}`,
    );
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined; // the parser's own message quotes the value
  }
}

function searchPart(
  search: (value: unknown, path: string) => unknown,
  value: unknown,
  path: string,
): unknown {
  try {
    return search(value, path);
  } catch {
    throw new UserError(`jmesPath ${path} must be a JMESPath expression; see jmespath.org`);
  }
}

/**
 * The values in a JSON text: an object whose keys are names of secrets. Each value is a text, or an object that is put as it is
 * written. Messages name places and keys, never a value.
 */
export function valuesFromJson(text: string, source: string): Map<string, SecretValue> {
  const root = parsed(text, source);
  const names = root.type === "object" ? (root.children ?? []).map(nameOf) : undefined;
  if (!names) {
    throw new UserError(`${source} must be a JSON object of secrets and their values`);
  }
  if (names.length === 0) throw new UserError(`${source} must give a value at least, got none`);
  return new Map(names.map((name) => [name, valueGiven(text, root, name)]));
}

function parsed(text: string, source: string): Node {
  try {
    parseJsonText(text);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    // The error's own message quotes the text, which may be a value.
    const { column, line } = error.place;
    throw new UserError(
      `${source} must be JSON in which each key stands once; it is not at line ${line}, column ${column}`,
    );
  }
  const root = parseTree(text);
  if (!root) throw new UserError(`${source} must be JSON, got nothing`);
  return root;
}

function nameOf({ children: [key] = [] }: Node): string {
  return String(key?.value);
}

function valueGiven(text: string, root: Node, name: string): SecretValue {
  const node = findNodeAtLocation(root, [name]);
  if (node?.type !== "string" && node?.type !== "object") {
    throw new UserError(`the value of ${name} must be a text or an object`);
  }
  const own =
    node.type === "string"
      ? String(node.value)
      : text.slice(node.offset, node.offset + node.length);
  if (own === "") throw new UserError(`the value of ${name} must not be empty`);
  const bytes = Buffer.from(own, "utf8");
  if (bytes.toString("utf8") !== own) {
    throw new UserError(
      `the value of ${name} must be text; it has an escape of half of a character`,
    );
  }
  return { text: own, bytes };
}
