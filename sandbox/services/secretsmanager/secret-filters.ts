import type { Input } from "../../operations/input/input";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { allSecrets, type SecretRecord } from "./secret-record";

/** The texts of a secret that each filter looks at. */
const FILTERS: Record<string, (secret: SecretRecord) => string[]> = {
  name: ({ name }) => [name],
  description: ({ description }) => [description ?? ""],
  "tag-key": ({ tags }) => Object.keys(tags),
  "tag-value": ({ tags }) => Object.values(tags),
  "primary-region": ({ region, primaryRegion, replicas }) =>
    replicas.length > 0 ? [region] : [primaryRegion ?? ""],
  "owning-service": () => [],
  all: ({ name, description, tags }) => [name, description ?? "", ...Object.entries(tags).flat()],
};

/** The secrets of the caller's account that every filter of `Filters` lets through. */
export function matchingSecrets({
  platform: { store },
  call,
  input,
}: EncryptingRequest): SecretRecord[] {
  const filters = input.structures("Filters", { max: 10 }).map(readFilter);
  return allSecrets(store, call).filter((secret) => filters.every((filter) => filter(secret)));
}

/** Filters that look for words, in any case; the others compare the beginning as it is. */
const BY_WORDS = new Set(["description", "all"]);

// A value that begins with ! excludes.
function readFilter(input: Input): (secret: SecretRecord) => boolean {
  const key = input.text("Key", { oneOf: Object.keys(FILTERS) });
  const values = input.texts("Values", { min: 1, max: 10 });
  const textsOf = FILTERS[key] as (secret: SecretRecord) => string[];
  const matches = BY_WORDS.has(key)
    ? hasWords
    : (text: string, value: string) => text.startsWith(value);
  const excluded = values.filter((value) => value.startsWith("!")).map((value) => value.slice(1));
  const included = values.filter((value) => !value.startsWith("!"));
  return (secret) => {
    const hasOne = (value: string) => textsOf(secret).some((text) => matches(text, value));
    return !excluded.some(hasOne) && (included.length === 0 || included.some(hasOne));
  };
}

/** Whether each word of `value` is how a word of the text begins. */
function hasWords(text: string, value: string): boolean {
  const [words, asked] = [text, value].map(wordsOf) as [string[], string[]];
  return asked.length > 0 && asked.every((one) => words.some((word) => word.startsWith(one)));
}

/** `one/twoThree` has three words, and `TWOThree` two: `TWO` and `Three`. */
function wordsOf(text: string): string[] {
  const apart = text.replace(/\p{Lu}\p{Ll}+/gu, " $& ").toLowerCase();
  return apart.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
