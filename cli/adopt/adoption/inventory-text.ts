import { INVENTORY_VERSION } from "eks-pod-secrets/rules";
import { Document, isCollection, isMap, isPair, isScalar, type Node } from "yaml";
import type { Entries } from "./entries";

const HEADER = ` yaml-language-server: $schema=landing-zone.schema.json
 What exists, as eks-pod-secrets adopt found it. Lines with "decide:" wait for a person.
 eks-pod-secrets check finds mistakes, plan shows what would change, up takes over what adopted/ names.`;

/** Longest text of a mapping or list that stays on one line. */
const WIDTH = 100;

/** The text of an inventory. Above each entry stands what a person must decide or know. */
export function inventoryText(id: string, entries: Entries): string {
  const sections = Object.entries(entries).filter(([, of]) => of.length > 0);
  const values = sections.map(([section, of]) => [
    section,
    Object.fromEntries(of.map(([name, { value }]) => [name, value])),
  ]);
  const document = new Document({ version: INVENTORY_VERSION, id, ...Object.fromEntries(values) });
  document.commentBefore = HEADER;
  for (const [section, of] of sections) {
    const map = document.get(section);
    if (!isMap(map)) continue;
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      const { marks = [] } = new Map(of).get(`${key.value}`) ?? {};
      if (marks.length > 0) key.commentBefore = marks.map((one) => ` ${one}`).join("\n");
      onShortLines(value);
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** Puts each mapping and list that is short enough on one line. */
function onShortLines(node: unknown): void {
  if (!isCollection(node)) return;
  node.flow = JSON.stringify(node.toJSON()).length < WIDTH;
  if (node.flow) return;
  for (const item of node.items) onShortLines(isPair(item) ? item.value : (item as Node));
}
