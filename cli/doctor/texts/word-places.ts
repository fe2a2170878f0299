import { groupBy } from "iam-proof/collections";

/** How many characters from the middle of some words are looked for. Their beginnings are often the same: `failed to`. */
const STRETCH = 8;
const BASE = 0x01000193;
const LAST = Array.from({ length: STRETCH }).reduce<number>((power) => Math.imul(power, BASE), 1);
/** How many marks tell, before anything is looked up, that no stretch has such a hash. */
const MARKS = 1 << 16;

/** Words that are looked for together. */
export interface Words {
  /** The words by the hash of their stretch. */
  byHash: Map<number, readonly string[]>;
  marks: Uint8Array;
  /** Words that are too short for a stretch. */
  short: readonly string[];
}

export function wordsOf(words: readonly string[]): Words {
  const all = [...new Set(words)];
  const long = all.filter(({ length }) => length >= STRETCH);
  const byHash = new Map(
    groupBy(long, (word) => String(hashOf(word, stretchOf(word)))).map(
      ([hash, all]) => [Number(hash), all] as const,
    ),
  );
  const marks = new Uint8Array(MARKS);
  for (const hash of byHash.keys()) marks[markOf(hash)] = 1;
  return { byHash, marks, short: all.filter(({ length }) => length < STRETCH) };
}

/**
 * Where each of the words that a text has begins in it. The text is read once, however many words there are: a hash goes along
 * with it.
 */
export function placesIn(text: string, { byHash, marks, short }: Words): Map<string, number[]> {
  const found = short.map((word) => [word, placesOf(word, text)] as const);
  const places = new Map(found.filter(([, at]) => at.length > 0));
  let hash = hashOf(text, 0);
  for (let at = STRETCH; at <= text.length; at += 1) {
    if (marks[markOf(hash)] === 1) {
      for (const word of byHash.get(hash) ?? []) {
        const begins = at - STRETCH - stretchOf(word);
        if (!text.startsWith(word, begins)) continue;
        const before = places.get(word);
        if (before) before.push(begins);
        else places.set(word, [begins]);
      }
    }
    hash = next(hash, text.charCodeAt(at)) - Math.imul(text.charCodeAt(at - STRETCH), LAST);
    hash |= 0;
  }
  return places;
}

/** Where a word begins in a text. */
export function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) places.push(at);
  return places;
}

function stretchOf({ length }: string): number {
  return (length - STRETCH) >> 1;
}

function hashOf(text: string, from: number): number {
  let hash = 0;
  for (let at = from; at < from + STRETCH; at += 1) hash = next(hash, text.charCodeAt(at));
  return hash;
}

function next(hash: number, character: number): number {
  return (Math.imul(hash, BASE) + character) | 0;
}

function markOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & (MARKS - 1);
}
