/** Writes a value as the query protocol's XML: lists as `<member>`, maps as `<entry>`, dates in ISO 8601; what is undefined is left out. */
export function xmlOf(name: string, value: unknown, member = "member"): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${contentOf(value, member)}</${name}>`;
}

function contentOf(value: unknown, member: string): string {
  if (Array.isArray(value)) return value.map((entry) => xmlOf(member, entry, member)).join("");
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, "Z");
  if (value instanceof Map) {
    return [...value].map(([key, held]) => xmlOf("entry", { key, value: held }, member)).join("");
  }
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, entry]) => xmlOf(name, entry, member))
      .join("");
  }
  return escapeXml(String(value));
}

/** Escapes text for XML; characters that XML cannot hold become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}
