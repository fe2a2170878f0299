const MAX_CHARACTERS = 16 * 1024 * 1024;
const parsed = new Map<string, unknown>();
let characters = 0;

/**
 * Parses JSON text that is kept in the state. The same text answers the same object, which nobody may change, so what
 * others remember about a document (such as its parsed statements) is found again.
 */
export function documentOf(text: string): unknown {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const document: unknown = JSON.parse(text);
  characters += text.length;
  if (characters > MAX_CHARACTERS) {
    parsed.clear();
    characters = text.length;
  }
  parsed.set(text, document);
  return document;
}
