type Tags = Record<string, string>;

/** Tags as most services list them. */
export const tagList = (tags: Tags = {}) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Tags as KMS lists them. */
export const kmsTagList = (tags: Tags = {}) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

export function tagsFrom(
  list: { Key?: string | undefined; Value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}
