import { AwsError } from "../../wire/messages/operation";

type Input = Record<string, unknown>;

interface TextRule {
  optional?: boolean;
  min?: number;
  max?: number;
  pattern?: RegExp;
}

/** Reads a text member of a query input, and checks it as the service's model does. */
export function text(
  input: Input,
  name: string,
  rule: TextRule & { optional: true },
): string | undefined;
export function text(input: Input, name: string, rule?: TextRule): string;
export function text(input: Input, name: string, rule: TextRule = {}): string | undefined {
  const value = input[name];
  if (value === undefined) {
    if (rule.optional) return undefined;
    throw invalid(name, "null", "Member must not be null");
  }
  if (typeof value !== "string") throw invalid(name, "a structure", "Member must be a string");
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = rule;
  const shown = value.length > 256 ? `${value.slice(0, 256)}...` : value;
  if (value.length < min) {
    throw invalid(name, shown, `Member must have length greater than or equal to ${min}`);
  }
  if (value.length > max) {
    throw invalid(name, shown, `Member must have length less than or equal to ${max}`);
  }
  if (pattern && !pattern.test(value)) {
    throw invalid(name, shown, `Member must satisfy regular expression pattern: ${pattern.source}`);
  }
  return value;
}

/** Reads a whole number; undefined where it is absent. */
export function integer(
  input: Input,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const value = text(input, name, { optional: true });
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^-?\d{1,10}$/.test(value)) throw invalid(name, value, "Member must be an integer");
  if (number < min) {
    throw invalid(name, value, `Member must have value greater than or equal to ${min}`);
  }
  if (number > max) {
    throw invalid(name, value, `Member must have value less than or equal to ${max}`);
  }
  return number;
}

/** Reads `true` or `false`; false where it is absent. */
export function flag(input: Input, name: string): boolean {
  const value = text(input, name, { optional: true }) ?? "false";
  if (value !== "true" && value !== "false") throw invalid(name, value, "Member must be a boolean");
  return value === "true";
}

/** Reads a list; clients send an empty one as an empty text. */
export function list(input: Input, name: string): unknown[] {
  const value = input[name];
  if (value === undefined || value === "") return [];
  if (!Array.isArray(value)) throw invalid(name, "a structure", "Member must be a list");
  return value;
}

/** AWS's text for a member outside its constraint. */
export function invalid(name: string, value: string, constraint: string): AwsError {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
