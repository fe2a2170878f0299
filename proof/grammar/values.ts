const NUMBER = /^[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,3})?$/;
const EPOCH_SECONDS = /^-?(\d{1,3}|\d{5,15})$/;
const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d?):(\d\d?)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d(?::\d\d)?))?)?)?$/i;

/** Reads a decimal number, or returns undefined. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Reads a date as AWS writes them, as milliseconds since 1970: an ISO 8601 date, with a time zone where it has a time,
 * or seconds since 1970 (four digits are a year). Letters in any case, hours and minutes of one digit and
 * offsets of hours alone are what IAM takes beside the format.
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

/** Reads `true` or `false`, in any case. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (lower === "true") return true;
  return lower === "false" ? false : undefined;
}

/** Whether the text is the base64 of some bytes, in the one way in which they are written. */
export function isBase64(text: string): boolean {
  return Buffer.from(text, "base64").toString("base64") === text;
}
