import { getOrMake } from "iam-proof/collections";
import type { GraphNode } from "../../picture/graph-shape";
import type { PageData } from "./page-data";

/** How a picture shows what has to do with the entry that is open beside it. */
export interface Lights {
  /** The classes of a node, or of an arrow by the ids of both ends, a line each. */
  classesOf(of: string): string;
  /** The rules of a style sheet for these classes. */
  rules: string;
}

/** Every box and arrow has a class for each entry whose grants run through it: no script has to find them. */
export function lightsOf(
  { edges, grants, nodes }: PageData,
  isLit: (node: GraphNode) => boolean,
): Lights {
  const assumed = edges.filter(({ kind }) => kind === "assumes");
  const roleOf = new Map(assumed.map(({ from, to }) => [from, to]));
  const classes = new Map<string, Set<string>>();
  const light = (of: string, name: string) => getOrMake(classes, of, () => new Set()).add(name);
  const rules = nodes.map((node, position) => {
    if (node.kind === "role" || !isLit(node)) return "";
    light(node.id, `c${position}`);
    for (const { as, from, to } of grants.get(node.id) ?? []) {
      const role = roleOf.get(from) ?? as;
      const steps = [
        [from, role],
        [role, as],
        [as, to],
        [from, to],
      ].map((ends) => ends.join("\n"));
      for (const of of [from, role, as, to, ...steps]) light(of, `l${position}`);
    }
    const scope = `.lights:has(#${entryId(position)} :target)`;
    return `${scope} .l${position}{opacity:1}${scope} .c${position} rect{stroke-width:3}\n`;
  });
  return {
    classesOf: (of) => [...(classes.get(of) ?? [])].map((name) => ` ${name}`).join(""),
    rules: rules.join(""),
  };
}

/** The id of the entry of a node, by the node's position. */
export function entryId(position: number): string {
  return `entry-${position}`;
}
