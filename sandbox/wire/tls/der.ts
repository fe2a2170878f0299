/** Values in DER, the form of certificates (X.690), as far as they need it. */

export function sequence(...items: Buffer[]): Buffer {
  return value(0x30, Buffer.concat(items));
}

export function set(...items: Buffer[]): Buffer {
  return value(0x31, Buffer.concat(items));
}

/** A member that its number tells apart: of other members, or of bytes. */
export function member(number: number, content: Buffer, { isWhole = false } = {}): Buffer {
  return value((isWhole ? 0x80 : 0xa0) + number, content);
}

/** A number that is not negative, of its bytes. */
export function integer(bytes: Buffer): Buffer {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  return value(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function truth(given: boolean): Buffer {
  return value(0x01, Buffer.from([given ? 0xff : 0]));
}

export function octetString(content: Buffer): Buffer {
  return value(0x04, content);
}

/** Bits, of which the last `unused` are none. */
export function bitString(content: Buffer, unused = 0): Buffer {
  return value(0x03, Buffer.concat([Buffer.from([unused]), content]));
}

export function utf8String(text: string): Buffer {
  return value(0x0c, Buffer.from(text));
}

/** An object identifier of its dotted text. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A time, to the second. Certificates write years before 2050 with two digits. */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, "")}Z`;
  return date.getUTCFullYear() < 2050
    ? value(0x17, Buffer.from(digits.slice(2)))
    : value(0x18, Buffer.from(digits));
}

function value(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content]);
}

function lengthOf({ length }: Buffer): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** Seven bits a byte, of which all but the last have the eighth set. */
function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
