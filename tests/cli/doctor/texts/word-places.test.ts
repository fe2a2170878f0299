import { deepStrictEqual, ok } from "node:assert/strict";
import { placesIn, placesOf, wordsOf } from "../../../../cli/doctor/texts/word-places";

describe("many words looked for at once", () => {
  /** Words from a small alphabet. They overlap, begin alike and contain one another. */
  const words = Array.from({ length: 400 }, (_, index) => {
    const length = 3 + (index % 14);
    return Array.from({ length }, (_, at) => "abc".charAt((index * 7 + at * at * index) % 3)).join(
      "",
    );
  });

  it("are found wherever each of them stands by itself", () => {
    const text = [...words, ...words.map((word) => word.slice(1))].join("");
    const found = placesIn(text, wordsOf(words));
    for (const word of words) deepStrictEqual(found.get(word) ?? [], placesOf(word, text), word);
    ok([...found].some(([word, places]) => word.length > 8 && places.length > 1));
  });

  it("are found at the beginning, at the end, and in a text that is one word", () => {
    const at = (text: string, words: string[], word: string) =>
      placesIn(text, wordsOf(words)).get(word) ?? [];
    const words = ["abcdefgh", "xy", "zz"];
    deepStrictEqual(at("abcdefgh-xy-abcdefgh", words, "abcdefgh"), [0, 12]);
    deepStrictEqual(at("abcdefgh-xy-abcdefgh", words, "xy"), [9]);
    deepStrictEqual(at("abcdefgh-xy-abcdefgh", words, "zz"), []);
    deepStrictEqual(at("abcdefghi", ["abcdefghi"], "abcdefghi"), [0]);
    deepStrictEqual(at("abc", ["abcdefghi", "abcdefgh"], "abcdefgh"), []);
  });
});
