/** Tags of a resource by key. */
export type Tags = Record<string, string>;

/** `tags` with `added` put over them. */
export function addTags(tags: Tags, added: Tags): Tags {
  return Object.fromEntries([...Object.entries(tags), ...Object.entries(added)]);
}

/** `tags` without the keys `removed`. */
export function removeTags(tags: Tags, removed: string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.includes(key)));
}

/** The condition keys by which policies see the tags of a request that sets them. */
export function requestTagContext(tags: Tags): Record<string, string | string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return {
    ...Object.fromEntries(keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ""])),
    "aws:TagKeys": keys,
  };
}
