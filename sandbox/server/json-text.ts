const LIMIT = 4096;
const parsed = new Map<string, unknown>();

/**
 * Parses JSON text that is kept in the state. The same text answers the same object, which nobody may change, so what
 * others remember about a document (such as its parsed statements) is found again.
 */
export function documentOf(text: string): unknown {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const document: unknown = JSON.parse(text);
  if (parsed.size >= LIMIT) parsed.clear();
  parsed.set(text, document);
  return document;
}
