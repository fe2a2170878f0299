import { deepStrictEqual } from "node:assert";

import { parseInventory } from "../../../sdk/grant";

/** Sections of an inventory, each as the text below its heading. Sections that are left out get a valid text. */
export interface Sections {
  accounts?: string;
  clusters?: string;
  secrets?: string;
  parameters?: string;
  readers?: string;
  /** Further text at the end. */
  more?: string;
}

const SOUND = {
  accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }`,
  clusters: `
  shop: { account: a, existing: true }`,
  secrets: `
  own: { account: a }
  foreign: { account: b, key: pods }`,
  parameters: `
  /flags: { account: a }`,
  readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign] }`,
};

/** A valid inventory in which these sections are replaced. */
export function inventoryText(sections: Sections = {}): string {
  const { more = "", ...own } = sections;
  const text = Object.entries({ ...SOUND, ...own }).map(([name, body]) => `${name}:${body}`);
  return `${text.join("\n")}\n${more}`;
}

/** The entry of one reader, with what it reads and further lines. */
export function reader(reads: string, more = ""): string {
  return `
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    reads: ${reads}
${more}`;
}

/** Problems as `line:column message`. */
export function problemsOf(text: string): string[] {
  const parsed = parseInventory(text, "zone.yaml");
  const problems = "problems" in parsed ? parsed.problems : [];
  return problems.map(({ column, line, message }) => `${line}:${column} ${message}`);
}

/** Warnings as `line:column message`. Throws if there are problems. */
export function warningsOf(text: string): string[] {
  const parsed = parseInventory(text, "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.warnings.map(({ column, line, message }) => `${line}:${column} ${message}`);
}

/** The text without its mark `§`, and the mark's place as `line:column`. */
export function marked(text: string): { text: string; place: string } {
  const before = text.slice(0, text.indexOf("§")).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { text: text.replace("§", ""), place: `${before.length}:${column}` };
}

/** The landing zone of a valid inventory. */
export function landingZoneOf(sections: Sections = {}) {
  const parsed = parseInventory(inventoryText(sections), "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

/** The inventories of each message. The mark `§` stands at the place of the problem. */
export type Told = Record<string, Inventory | Inventory[]>;
export type Inventory = string | Sections;

/** Checks that each inventory has this one problem, at its mark. */
export function rejectsEach(told: Told): void {
  tellsEach("rejects", told, problemsOf);
}

export function tellsEach(verb: string, told: Told, toldOf: (text: string) => string[]): void {
  for (const [message, inventories] of Object.entries(told)) {
    it(`${verb}: ${message}`, () => {
      for (const inventory of [inventories].flat()) {
        const { place, text } = marked(
          typeof inventory === "string" ? inventory : inventoryText(inventory),
        );
        deepStrictEqual(toldOf(text), [`${place} ${message}`]);
      }
    });
  }
}
