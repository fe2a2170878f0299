/** Tags by lower-case key: how condition keys compare them. */
export function lowerKeys(tags: Record<string, string> | null | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
}
