import { addTo, grouped } from "iam-proof/collections";

/** How many characters from the middle of a word are looked up. Many words start the same: `failed to`. */
const STRETCH = 8;

/** Words that are searched for together, by part of each. A shorter word stands for itself. */
export type Words = Map<string, readonly string[]>;

export function wordsOf(words: readonly string[]): Words {
  return grouped([...new Set(words)], (word) => [stretchAt(word, middleOf(word))]);
}

/** The places where each word starts in a text. It reads the text once for all long words. */
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

/** The places where a word starts in a text. */
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
