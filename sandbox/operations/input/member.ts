import { AwsError } from "../../wire/messages/operation";

/** The parsed body of a call, before anything about it is known. */
export type Input = Record<string, unknown>;

/** What the service model says about a member. Lengths are characters of a string, bytes of a blob, items of a list. */
export interface Limits {
  min?: number;
  max?: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
}

/** Limits of what names a resource: a name, an id or an ARN. */
export const IDENTIFIER: Limits = { min: 1, max: 2048 };

/** Reads a string member. Throws `ValidationException` where it is absent or outside its limits. */
export function requiredString(input: Input, member: string, limits: Limits = {}): string {
  return required(optionalString(input, member, limits), member);
}

/** Reads a string member that may be absent. Throws `ValidationException` where it is outside its limits. */
export function optionalString(
  input: Input,
  member: string,
  limits: Limits = {},
): string | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw serialization(member, "a string");
  checkLength(value.length, member, limits);
  if (limits.pattern && !limits.pattern.test(value)) {
    throw constraint(
      member,
      `Member must satisfy regular expression pattern: ${limits.pattern.source}`,
    );
  }
  if (limits.oneOf && !limits.oneOf.includes(value)) {
    throw constraint(member, `Member must satisfy enum value set: [${limits.oneOf.join(", ")}]`);
  }
  return value;
}

/** Reads a whole number that may be absent; `limits` bound its value. */
export function optionalInteger(
  input: Input,
  member: string,
  limits: Limits = {},
): number | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw serialization(member, "an integer");
  }
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = limits;
  if (value < min) {
    throw constraint(member, `Member must have value greater than or equal to ${min}`);
  }
  if (value > max) throw constraint(member, `Member must have value less than or equal to ${max}`);
  return value;
}

/** Reads a boolean member. Defaults to false. */
export function booleanMember(input: Input, member: string): boolean {
  const value = input[member] ?? false;
  if (typeof value !== "boolean") throw serialization(member, "a boolean");
  return value;
}

/** Reads a blob, which travels as base64. */
export function optionalBlob(
  input: Input,
  member: string,
  limits: Limits = {},
): Buffer | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    throw serialization(member, "a base64 string");
  }
  const bytes = Buffer.from(value, "base64");
  checkLength(bytes.length, member, limits);
  return bytes;
}

/** Reads a blob that must be there. */
export function requiredBlob(input: Input, member: string, limits: Limits = {}): Buffer {
  return required(optionalBlob(input, member, limits), member);
}

/** Reads a list of strings that may be absent; `limits` bound the number of its items. */
export function optionalStrings(
  input: Input,
  member: string,
  limits: Limits = {},
): string[] | undefined {
  const list = optionalList(input, member, limits);
  if (list?.some((item) => typeof item !== "string")) {
    throw serialization(member, "a list of strings");
  }
  return list as string[] | undefined;
}

/** Reads a list of strings that must be there. */
export function requiredStrings(input: Input, member: string, limits: Limits = {}): string[] {
  return required(optionalStrings(input, member, limits), member);
}

/** Reads a list of structures. Defaults to none. */
export function structures(input: Input, member: string, limits: Limits = {}): Input[] {
  const list = optionalList(input, member, limits) ?? [];
  if (list.some((item) => !isStructure(item))) throw serialization(member, "a list of structures");
  return list as Input[];
}

/** Reads a structure that may be absent. */
export function optionalStructure(input: Input, member: string): Input | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (!isStructure(value)) throw serialization(member, "a structure");
  return value;
}

/** Reads a map of strings to strings. Defaults to an empty one. */
export function stringMap(input: Input, member: string): Record<string, string> {
  const entries = Object.entries(optionalStructure(input, member) ?? {});
  if (entries.some(([, value]) => typeof value !== "string")) {
    throw serialization(member, "a map of strings");
  }
  return Object.fromEntries(entries as [string, string][]);
}

function optionalList(input: Input, member: string, limits: Limits): unknown[] | undefined {
  const value = input[member] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw serialization(member, "a list");
  checkLength(value.length, member, limits);
  return value;
}

function isStructure(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function required<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw constraint(member, "Member must not be null");
  return value;
}

function checkLength(length: number, member: string, { min = 0, max = Infinity }: Limits): void {
  if (length < min) {
    throw constraint(member, `Member must have length greater than or equal to ${min}`);
  }
  if (length > max) {
    throw constraint(member, `Member must have length less than or equal to ${max}`);
  }
}

// The value itself is left out, unlike in AWS's text: it may be a secret.
function constraint(member: string, rule: string): AwsError {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

function serialization(member: string, kind: string): AwsError {
  return new AwsError("SerializationException", `${member} must be ${kind}`);
}
