import { type Document, isMap, isScalar, isSeq, type LineCounter, type YAMLMap } from "yaml";
import type { Path } from "../../rules/problem";
import { shown } from "../../rules/wording";

/** What is wrong with a text that is YAML but cannot be an inventory, by its offset. */
export interface YamlFlaw {
  offset: number;
  path?: Path;
  says: string;
}

/** YAML 1.1's key for taking in another mapping, which YAML 1.2 does not have. */
const MERGE_KEY = "<<";

/** Keys of a mapping that stand twice, are no text, or would merge another mapping. */
export function keyFlaws({ contents }: Document.Parsed, lines: LineCounter): YamlFlaw[] {
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
