import { type Document, isPair, isScalar, isSeq, type LineCounter, visit } from "yaml";

import type { Path } from "./problem";
import { shown } from "./wording";

/** What is wrong with a text that is YAML but cannot be an inventory, by its offset. */
export interface YamlFlaw {
  offset: number;
  path?: Path;
  says: string;
}

/** Keys that are given twice in one mapping, or that are no text. */
export function keyFlaws(document: Document.Parsed, lines: LineCounter): YamlFlaw[] {
  const flaws: YamlFlaw[] = [];
  visit(document, {
    Map(_, map, ancestors) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        const offset = isScalar(key) ? (key.range?.[0] ?? 0) : (map.range?.[0] ?? 0);
        if (!isScalar(key) || key.value === null || key.value === "__proto__") {
          const says = `must have names as keys, got ${shown(keyText(key))}`;
          flaws.push({ offset, path: pathTo([...ancestors, map]), says });
          continue;
        }
        const name = String(key.value);
        const before = first.get(name);
        if (before === undefined) {
          first.set(name, offset);
          continue;
        }
        const { line } = lines.linePos(before);
        const path = [...pathTo([...ancestors, map]), name];
        flaws.push({ offset, path, says: `is given twice, first in line ${line}; keep one` });
      }
    },
  });
  return flaws;
}

function keyText(key: unknown): unknown {
  return isScalar(key) ? key.value : isSeq(key) ? ["…"] : {};
}

function pathTo(nodes: readonly unknown[]): Path {
  const path: (string | number)[] = [];
  for (const [index, node] of nodes.entries()) {
    if (isPair(node) && isScalar(node.key)) path.push(String(node.key.value));
    if (isSeq(node)) path.push(node.items.indexOf(nodes[index + 1]));
  }
  return path;
}
