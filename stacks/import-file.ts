import { isMapping } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import { isMap, isSeq, type Node } from "yaml";

/** An existing object that a stack takes over instead of creating it. */
export interface Import {
  /** Type and name of the resource that the stack registers for it. */
  type: string;
  name: string;
  /** The id with which its provider imports it. */
  id: string;
  /** What `adopt` saw, in words, each with a fingerprint. Absent in a file that a person wrote. */
  seen?: Record<string, string> | undefined;
  /** `FILE:LINE`, for messages. */
  place: string;
}

/** Type of the resource in which a stack records what it took over. */
export const ADOPTED_TYPE = "eks-pod-secrets:stacks:Adopted";

/** The objects that a stack took over, from the record among its resources. */
export function recordedImports(
  resources: readonly { type: string; outputs?: unknown }[],
): Omit<Import, "place">[] {
  return resources.flatMap(({ outputs, type }) =>
    type === ADOPTED_TYPE ? ((outputs as { imports?: Omit<Import, "place">[] }).imports ?? []) : [],
  );
}

/** Directory of the import files, beside the inventory. */
export const ADOPTED = "adopted";

/** Path of a stack's import file, relative to the inventory. */
export function importFile(stack: string): string {
  return `${ADOPTED}/${stack}.imports.json`;
}

/** A key that is unique among the resources of a stack. */
export function importKey({ name, type }: Pick<Import, "name" | "type">): string {
  return `${type} ${name}`;
}

/**
 * The imports in a file, in the format of `pulumi import --file`; its components and parents are ignored. Or the problems of the
 * file, one sentence each. `file`: its name in messages.
 */
export function parseImports(
  text: string,
  file: string,
): { imports: Import[] } | { problems: string[] } {
  const read = parseYamlText(text);
  const placeAt = (offset = 0) => `${file}:${read.lines.linePos(offset).line}`;
  if ("flaw" in read) return { problems: [`${placeAt(read.offset)}: invalid JSON: ${read.flaw}`] };
  const { contents } = read.document;
  const list = isMap(contents) ? contents.get("resources", true) : undefined;
  if (!isSeq(list)) {
    return { problems: [`${placeAt()}: must have resources, a list, as pulumi import takes it`] };
  }
  const imports: Import[] = [];
  const problems: string[] = [];
  const places = new Map<string, string>();
  for (const node of list.items as Node[]) {
    const place = placeAt(node.range?.[0]);
    const { component, id, name, seen, type } = isMap(node) ? node.toJS(read.document) : {};
    if (component === true) continue;
    if (![id, name, type].every((one) => typeof one === "string" && one !== "")) {
      problems.push(
        `${place}: a resource must have type, name and id, each a text that is not empty`,
      );
      continue;
    }
    const one = { type, name, id, place, ...(isMapping(seen) && { seen }) } as Import;
    for (const [key, what] of [
      [importKey(one), `${type} ${name}`],
      [`${type} id ${id}`, `${type} with the id ${id}`],
    ] as const) {
      const before = places.get(key);
      if (before) problems.push(`${place}: ${what} must stand here once, got it at ${before}, too`);
      places.set(key, before ?? place);
    }
    imports.push(one);
  }
  return problems.length > 0 ? { problems } : { imports };
}
