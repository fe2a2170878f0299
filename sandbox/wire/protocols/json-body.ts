import { AwsError } from "../messages/operation";

const MAX_DEPTH = 64;

/** Reads a JSON body that must be an object; an empty body is an empty one. */
export function parseJsonBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON", 400);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AwsError("SerializationException", "The request body must be a JSON object", 400);
  }
  if (!isShallow(value, MAX_DEPTH)) {
    throw new AwsError("SerializationException", "The request body is nested too deeply", 400);
  }
  return value as Record<string, unknown>;
}

/** Writes an output: dates as epoch seconds, bytes as base64. */
export function jsonBody(output: unknown): string {
  return JSON.stringify(plain(output ?? {}));
}

/** Whether a JSON value is nested no deeper than `depth`. */
export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((entry) => isShallow(entry, depth - 1));
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
}
