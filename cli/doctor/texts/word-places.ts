import { addTo, grouped } from "iam-proof/collections";

/** How many characters from the middle of a word are looked up. Beginnings are often the same: `failed to`. */
const STRETCH = 8;

/** Words that are looked for together, by a stretch of each; a shorter word by itself. */
export type Words = Map<string, readonly string[]>;

export function wordsOf(words: readonly string[]): Words {
  return grouped([...new Set(words)], (word) => [stretchAt(word, middleOf(word))]);
}

/** Where each of the words that a text has begins in it. The text is read once, however many long words there are. */
export function placesIn(text: string, words: Words): Map<string, number[]> {
  const short = [...words.keys()].filter(({ length }) => length < STRETCH);
  const places = new Map(short.map((word) => [word, placesOf(word, text)]));
  for (let at = 0; at + STRETCH <= text.length; at += 1) {
    for (const word of words.get(stretchAt(text, at)) ?? []) {
      const begins = at - middleOf(word);
      if (text.startsWith(word, begins)) addTo(places, word, begins);
    }
  }
  return places;
}

/** Where a word begins in a text. */
export function placesOf(word: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) places.push(at);
  return places;
}

function stretchAt(text: string, at: number): string {
  return text.slice(at, at + STRETCH);
}

function middleOf({ length }: string): number {
  return Math.max(0, (length - STRETCH) >> 1);
}
