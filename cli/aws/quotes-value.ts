/** Characters of a value, or of what an encoding makes of it, that tell something of it. A shorter value counts as a whole. */
const WINDOW = 8;

/**
 * Whether a text holds a secret's value or a part of it: as it is, or in JSON, in a URL, in hexadecimal digits or in base64, cut
 * or whole.
 */
export function quotesValue(text: string, value: Buffer): boolean {
  const said = windowsOf(text.toLowerCase());
  return encodings(value).some((form) => {
    const lower = form.toLowerCase();
    if (lower.length <= WINDOW) return lower !== "" && text.toLowerCase().includes(lower);
    return [...windowsOf(lower)].some((window) => said.has(window));
  });
}

function windowsOf(text: string): Set<string> {
  const starts = Array.from({ length: Math.max(0, text.length - WINDOW + 1) }, (_, start) => start);
  return new Set(starts.map((start) => text.slice(start, start + WINDOW)));
}

function encodings(value: Buffer): string[] {
  const text = value.toString("utf8");
  const inJson = JSON.stringify(text).slice(1, -1);
  const inUrl = Array.from(value, (byte) => inUrlOf(byte)).join("");
  return [
    ...[text, inJson, JSON.stringify(inJson).slice(1, -1), value.toString("hex")],
    ...[inUrl, inUrl.replaceAll("%20", "+")],
    ...[0, 1, 2].flatMap((offset) => inBase64(value.subarray(offset))),
  ];
}

/** As `encodeURIComponent` writes a byte of a text; what is no text has no such form. */
function inUrlOf(byte: number): string {
  const character = String.fromCharCode(byte);
  return byte < 0x80
    ? encodeURIComponent(character)
    : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** Without the last characters, which depend on what follows the value. */
function inBase64(bytes: Buffer): string[] {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
  return [whole.toString("base64"), whole.toString("base64url")];
}
