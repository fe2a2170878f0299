import type { Input } from "../input/input";
import type { Limits } from "../input/input-dialect";

/** Tags of a resource by key. */
export type Tags = Record<string, string>;

/** What a service says of tags that it does not take, and which keys are the same to it. */
export interface TagRules {
  /** Keys that nobody may set. Defaults to those that begin with `aws:`, in any case. */
  reservedKeys?: RegExp;
  /** The key is kept for AWS. */
  reserved(key: string): Error;
  /** The key comes twice. */
  repeated(key: string): Error;
  tooMany(count: number): Error;
  /** Whether keys that differ in case alone are the same. Defaults to false. */
  ignoresCase?: boolean;
}

/** The most that one resource may carry, whatever its service. */
export const TAG_LIMIT = 50;

/** The tags of pairs that a call gives. */
export function readTags(pairs: [key: string, value: string][], rules: TagRules): Tags {
  const { reservedKeys = /^aws:/i } = rules;
  const known = new Set<string>();
  for (const [key] of pairs) {
    if (reservedKeys.test(key)) throw rules.reserved(key);
    if (known.has(fold(key, rules))) throw rules.repeated(key);
    known.add(fold(key, rules));
  }
  return checkTagCount(Object.fromEntries(pairs), rules);
}

/** Reads a list `Tags` of `Key` and `Value`, or of what the service calls them. */
export function readTagPairs(
  input: Input,
  {
    key = "Key",
    value = "Value",
    limits = {},
  }: { key?: string; value?: string; limits?: Limits } = {},
): [key: string, value: string][] {
  return input
    .structures("Tags", limits)
    .map((tag) => [tag.text(key, { min: 1, max: 128 }), tag.text(value, { max: 256 })]);
}

/** `tags` with `added` put over them. */
export function addTags(tags: Tags, added: Tags, rules: TagRules): Tags {
  const kept = rules.ignoresCase ? removeTags(tags, Object.keys(added), rules) : tags;
  return checkTagCount({ ...kept, ...added }, rules);
}

/** `tags` without the keys `removed`. */
export function removeTags(
  tags: Tags,
  removed: string[],
  rules: Pick<TagRules, "ignoresCase">,
): Tags {
  const gone = new Set(removed.map((key) => fold(key, rules)));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(fold(key, rules))));
}

/** Tags as most services list them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function checkTagCount(tags: Tags, rules: TagRules): Tags {
  const count = Object.keys(tags).length;
  if (count > TAG_LIMIT) throw rules.tooMany(count);
  return tags;
}

function fold(key: string, { ignoresCase }: Pick<TagRules, "ignoresCase">): string {
  return ignoresCase ? key.toLowerCase() : key;
}
