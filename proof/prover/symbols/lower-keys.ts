/** Writes the keys of tags in lower case: condition keys compare them so. */
export function lowerKeys(tags: Record<string, string> | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
}
