import type { IpRange } from "./syntax";

const NUMBER = /^[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?$/;
const EPOCH_SECONDS = /^-?(\d{1,3}|\d{5,15})$/;
const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d?):(\d\d?)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d(?::\d\d)?))?)?)?$/i;

/** Parses a decimal number; undefined if it is not one. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Parses a date of AWS into milliseconds since 1970: an ISO 8601 date (if it has a time, with a time zone), or seconds since 1970
 * (four digits are a year). Like IAM, it also accepts letters in any case, hours and minutes with one digit, and offsets with
 * only hours.
 */
export function parseDate(text: string): number | undefined {
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000;
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00"] = match;
  const [fraction = "", zone = "Z"] = match.slice(7);
  const offset = zone.length === 3 ? `${zone}:00` : zone.toUpperCase();
  const date = `${year}-${month}-${day}`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Date.parse rolls 30 February over into March; such a date is refused.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) {
    return undefined;
  }
  const time = [hour, minute, second].map((one) => one.padStart(2, "0")).join(":");
  const milliseconds = Date.parse(`${date}T${time}${fraction}${offset}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Parses `true` or `false`, in any case. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (lower === "true") return true;
  return lower === "false" ? false : undefined;
}

/** Whether the text is base64 in its canonical form. */
export function isBase64(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}

/** Parses an address or a range in CIDR notation. Host bits below the prefix are dropped. */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf("/");
  const address = parseIpAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  const prefix = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(prefix));
  const low = address.value - (address.value % size);
  return { family: address.family, low, high: low + size - 1n };
}

/** Parses an IPv4 or IPv6 address; undefined if it is not one. */
export function parseIpAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return { family: 4, value: four };
  const six = parseIpv6(text);
  return six === undefined ? undefined : { family: 6, value: six };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".", 5);
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, at) =>
    half === "" ? [] : groups(half, at === halves.length - 1),
  );
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])].reduce(
    (value, group) => value * 65536n + group,
    0n,
  );
}

/** The 16-bit groups of one half of an IPv6 address; the end of the last one may be written as IPv4. */
function groups(half: string, isLast: boolean): bigint[] | undefined {
  const parts = half.split(":");
  const result: bigint[] = [];
  for (const [index, part] of parts.entries()) {
    const four = isLast && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (four !== undefined) result.push(four / 65536n, four % 65536n);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return result;
}
