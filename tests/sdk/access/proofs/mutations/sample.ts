import type { AccessDocuments } from "../../../../proof/pods";
import { deploymentOf } from "../../../../proof/pods";
import { isObject } from "./json";
import { type JudgedDocument, judgedDocuments } from "./judged-documents";
import { type Mutant, mutantsOf } from "./mutants";
import { FORMER_KEY, PROMOTED, type ZoneOptions, zoneDocuments, zoneName } from "./zones";

/** A mutant in its place. */
export interface Case {
  zone: string;
  documents: AccessDocuments;
  judged: JudgedDocument;
  mutant: Mutant;
  /** Mode, kind of document, statement and kind of change: cases of one group differ in little else. */
  group: string;
}

/** Every mutant of every document of the landing zones. */
export function casesOf(zones: ZoneOptions[]): Case[] {
  return zones.flatMap((options) => {
    const documents = zoneDocuments(options);
    return judgedDocuments(deploymentOf(documents)).flatMap((judged) =>
      mutantsOf(judged.document).map((mutant) => ({
        zone: zoneName(options),
        documents,
        judged,
        mutant,
        group: [
          ...[options.mode, judged.kind, statementOf(judged, mutant), mutant.kind],
          ...(isFormer(judged) ? ["former"] : []),
        ].join(", "),
      })),
    );
  });
}

/** The cases of every n-th document, from the i-th, where the part is `i/n`: what is worked out once for a document, one part does. */
export function partOf(cases: Case[], part: string): Case[] {
  const [index, of] = /^[1-9]\d*\/[1-9]\d*$/.test(part) ? part.split("/").map(Number) : [];
  if (!index || !of || index > of) {
    throw new Error(`MUTATIONS_PART must be like 3/8, got "${part}"`);
  }
  const places = new Map(
    [...new Set(cases.map(({ judged }) => judged))].map((one, at) => [one, at]),
  );
  return cases.filter(({ judged }) => (places.get(judged) ?? 0) % of === index - 1);
}

/** Whether it is the policy of a former key or of a promoted replica. */
export function isFormer({ document, owner }: JudgedDocument): boolean {
  return owner.endsWith(FORMER_KEY) || Object(document).Id === PROMOTED;
}

/** So many cases of every group, by chance but for the seed the same, those of few landing zones before others. */
export function sampleOf(cases: Case[], perGroup: number, random: () => number): Case[] {
  const order = new Map(
    [...new Set(cases.map(({ zone }) => zone))].map((zone) => [zone, random()]),
  );
  const groups = new Map<string, { one: Case; at: number }[]>();
  for (const one of cases) {
    const group = groups.get(one.group) ?? [];
    group.push({ one, at: Math.floor((order.get(one.zone) ?? 0) * 1e6) + random() });
    groups.set(one.group, group);
  }
  return [...groups.values()].flatMap((group) =>
    group
      .sort((a, b) => a.at - b.at)
      .slice(0, perGroup)
      .map(({ one }) => one),
  );
}

/** What the changed statement is for: its Sid without what tells it from others of its kind. */
function statementOf({ document }: JudgedDocument, { statement }: Mutant): string {
  if (statement === undefined || !isObject(document) || !Array.isArray(document.Statement)) {
    return "document";
  }
  return String(document.Statement[statement]?.Sid)
    .replace(/[0-9A-Fa-f]{12}$/, "")
    .replace(/^Reader[A-Z].*/, "Reader");
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
