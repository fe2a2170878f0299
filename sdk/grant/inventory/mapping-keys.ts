import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type YAMLMap,
} from "yaml";
import { type Path, shown } from "../../rules/problem";

/** A flaw in a text that is YAML but cannot be an inventory, with its offset. */
export interface YamlFlaw {
  offset: number;
  path?: Path;
  says: string;
}

type Contents = Pick<Document, "contents">;

/** What keeps these nodes from being an inventory, whatever they say. */
export function flawsOf(document: Contents, lines: LineCounter): YamlFlaw[] {
  const bomb = overExpansion(document);
  return bomb ? [bomb] : keyFlaws(document, lines);
}

/** The key with which YAML 1.1 merges another mapping. YAML 1.2 does not have it. */
const MERGE_KEY = "<<";

/** Keys that occur twice in a mapping, are not text, or would merge another mapping. */
function keyFlaws({ contents }: Contents, lines: LineCounter): YamlFlaw[] {
  const flaws: YamlFlaw[] = [];
  const path: (string | number)[] = [];

  const walk = (node: unknown): void => {
    if (isMap(node)) walkMap(node);
    if (!isSeq(node)) return;
    for (const [index, item] of node.items.entries()) {
      path.push(index);
      walk(item);
      path.pop();
    }
  };

  const walkMap = (map: YAMLMap): void => {
    const first = new Map<string, number>();
    for (const { key, value } of map.items) {
      const offset = isScalar(key) ? (key.range?.[0] ?? 0) : (map.range?.[0] ?? 0);
      if (!isScalar(key) || key.value === null || key.value === "__proto__") {
        const says = `must have names as keys, got ${shown(keyText(key))}`;
        flaws.push({ offset, path: [...path], says });
        continue;
      }
      const name = String(key.value);
      const before = first.get(name);
      path.push(name);
      if (name === MERGE_KEY) {
        const says =
          "is a merge key of YAML 1.1, which is not read; write its entries out, or use defaults";
        flaws.push({ offset, path: [...path], says });
      } else if (before === undefined) {
        first.set(name, offset);
      } else {
        const { line } = lines.linePos(before);
        const says = `is given twice, first in line ${line}; keep one`;
        flaws.push({ offset, path: [...path], says });
      }
      walk(value);
      path.pop();
    }
  };

  walk(contents);
  return flaws;
}

function keyText(key: unknown): unknown {
  return isScalar(key) ? key.value : isSeq(key) ? ["…"] : {};
}

/** The most values that an inventory may hold after its aliases are expanded. */
const MOST_VALUES = 2_000_000;

/**
 * The first alias that makes the inventory endless, or too large once expanded (an "alias bomb").
 * Each anchor is measured once, so the cost is linear in the text.
 */
function overExpansion({ contents }: Contents): YamlFlaw | undefined {
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
    const anchor = !isAlias(node) && node.anchor;
    if (anchor) anchors.set(anchor, node);
    let size = isAlias(node) ? measureAlias(node.source, offset) : 1;
    if (isMap(node) || isSeq(node)) {
      for (const item of node.items) {
        size += isPair(item) ? measure(item.key) + measure(item.value) : measure(item);
      }
    }
    if (anchor) sizes.set(node, size);
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
