import { deepStrictEqual } from "node:assert";

import { parseInventory } from "../../../sdk/grant";

/** Sections of an inventory, each the text below its heading; those left out are sound. */
export interface Sections {
  accounts?: string;
  clusters?: string;
  secrets?: string;
  parameters?: string;
  readers?: string;
  /** Whatever else stands at the end. */
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

/** The text of an inventory that is sound but for the sections given. */
export function inventoryText(sections: Sections = {}): string {
  const { more = "", ...own } = sections;
  const text = Object.entries({ ...SOUND, ...own }).map(([name, body]) => `${name}:${body}`);
  return `${text.join("\n")}\n${more}`;
}

/** One reader's entry with what it reads, and whatever else it is given. */
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

/** Warnings as `line:column message`; fails where there are problems. */
export function warningsOf(text: string): string[] {
  const parsed = parseInventory(text, "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.warnings.map(({ column, line, message }) => `${line}:${column} ${message}`);
}

/** The text without its mark `§`, and the `line:column` where the mark stands. */
export function marked(text: string): { text: string; place: string } {
  const before = text.slice(0, text.indexOf("§")).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { text: text.replace("§", ""), place: `${before.length}:${column}` };
}

/** The landing zone of a sound inventory. */
export function landingZoneOf(sections: Sections = {}) {
  const parsed = parseInventory(inventoryText(sections), "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

/** What is wrong, an inventory whose mark `§` stands where the problem is, and the problem. */
export type Case = [title: string, text: string, message: string];

/** Each inventory has the one problem, at its mark. */
export function rejectsEach(cases: readonly Case[]): void {
  for (const [title, text, message] of cases) {
    it(`rejects ${title}`, () => {
      const { place, text: unmarked } = marked(text);
      deepStrictEqual(problemsOf(unmarked), [`${place} ${message}`]);
    });
  }
}
