import { type Document, isAlias, isMap, isNode, isPair, isSeq, type Node } from "yaml";

import type { YamlFlaw } from "./mapping-keys";

/** Most values that an inventory may hold once its aliases are replaced by what they stand for. */
const MOST_VALUES = 2_000_000;

/**
 * The first alias that makes the inventory endless, or too large once expanded (an "alias bomb").
 * Each anchor is measured once, so the cost is linear in the text.
 */
export function overExpansion({ contents }: Document.Parsed): YamlFlaw | undefined {
  const anchors = new Map<string, Node>();
  const sizes = new Map<Node, number>();
  let total = 0;
  let flaw: YamlFlaw | undefined;

  const measureAlias = (name: string, offset: number): number => {
    const anchored = anchors.get(name);
    const size = anchored && sizes.get(anchored);
    if (size === undefined) {
      const says = anchored
        ? "must not stand within what it refers to"
        : "must name an anchor that stands before it";
      flaw = { offset, says: `alias *${name} ${says}` };
      return 0;
    }
    return size;
  };

  const measure = (node: unknown): number => {
    if (flaw || !isNode(node)) return 0;
    const offset = node.range?.[0] ?? 0;
    if (!isAlias(node) && node.anchor) anchors.set(node.anchor, node);
    let size = isAlias(node) ? measureAlias(node.source, offset) : 1;
    if (isMap(node) || isSeq(node)) {
      for (const item of node.items) {
        size += isPair(item) ? measure(item.key) + measure(item.value) : measure(item);
      }
    }
    if (!isAlias(node)) sizes.set(node, size);
    total = Math.max(total, size);
    if (total > MOST_VALUES && !flaw) {
      const says = `aliases must not expand to more than ${MOST_VALUES} values; write them out`;
      flaw = { offset, says };
    }
    return size;
  };

  measure(contents);
  return flaw;
}
