/** What a value has of the fields of another. */
export function partOf(value: unknown, other: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(other)) {
    return value.map((entry, index) => partOf(entry, other[index]));
  }
  if (!isRecord(value) || !isRecord(other)) return value;
  return Object.fromEntries(Object.keys(other).map((key) => [key, partOf(value[key], other[key])]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
