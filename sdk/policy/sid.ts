import { shortHash } from "../grant/landing-zone/short-hash";

/** A statement id from words: letters and digits only, as IAM demands, e.g. `ReaderDefaultServiceaccountB`. */
function sid(...words: string[]): string {
  return words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .filter((word) => word !== "")
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
}

/**
 * A statement id that stays with its subject when other statements come and go: readable words, and a hash of `identity`
 * because words lose the punctuation that tells two names apart.
 */
export function stableSid(words: string[], ...identity: string[]): string {
  return sid(...words, shortHash(...identity));
}
