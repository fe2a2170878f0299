import { AwsError, type Service } from "../../wire/messages";
import { invalidParameter } from "./refusals";

/** A model's limits for a member: characters of a text, bytes of a blob, items of a list. */
export interface Limits {
  min?: number;
  max?: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
}

/** How the members of an input are sent, and how one is refused. */
export interface InputDialect {
  /** Whether a required member counts as absent. */
  isMissing(value: unknown): boolean;
  /** Converts a value on the wire to `kind`. Values of other kinds stay as they are. */
  convert(kind: string, value: unknown): unknown;
  missing(member: string): Error;
  /** The error for a member of the wrong kind, e.g. not `a string`. */
  wrongKind(member: string, kind: string, value: unknown, limits: Limits): Error;
  /** The error for a member that breaks a rule, e.g. `Member must have length less than or equal to 5`. */
  ruleBroken(member: string, rule: string, value: unknown, limits: Limits): Error;
}

/** JSON 1.1. Unlike AWS, the message leaves the value out: it may be a secret. */
const json: InputDialect = {
  isMissing: (value) => value === undefined || value === null,
  convert: (_kind, value) => value,
  missing: (member) => json.ruleBroken(member, "Member must not be null", undefined, {}),
  wrongKind: (member, kind) => new AwsError("SerializationException", `${member} must be ${kind}`),
  ruleBroken: (member, rule) =>
    new AwsError("ValidationException", constraint("Value", member, rule)),
};

/** The query protocol, in which everything is text: an empty one is an empty list. */
const query: InputDialect = {
  isMissing: (value) => value === undefined,
  convert: (kind, value) => {
    if (kind === "an integer") return integerOf(value);
    if (kind === "a boolean" && (value === "true" || value === "false")) return value === "true";
    return kind.startsWith("a list") && value === "" ? undefined : value;
  },
  missing: (member) => query.ruleBroken(member, "Member must not be null", "null", {}),
  wrongKind: (member, kind, value, limits) => {
    const isLeaf = typeof value === "string" && kind !== "a list";
    const named = isLeaf || kind === "a list" ? kind : "a string";
    return query.ruleBroken(
      member,
      `Member must be ${named}`,
      isLeaf ? value : "a structure",
      limits,
    );
  },
  ruleBroken: (member, rule, value) => {
    const shown = typeof value === "object" ? "a structure" : value;
    return new AwsError("ValidationError", constraint(`Value '${shown}'`, member, rule));
  },
};

/** JSON over paths. A query parameter is text; one that is given once may be a list of one. */
const rest: InputDialect = {
  isMissing: (value) => typeof value !== "string" || value === "",
  convert: (kind, value) => {
    if (kind === "an integer") return integerOf(value);
    return kind === "a list of strings" ? [value].flat() : value;
  },
  missing: (member) => invalidParameter(`${member} is required and must be a string`),
  wrongKind: (member, kind, value, limits) =>
    kind === "an integer"
      ? rest.ruleBroken(member, "", value, limits)
      : invalidParameter(`${member} must be ${REST_KINDS[kind] ?? kind}`),
  ruleBroken: (member, _rule, value, { min, max }) =>
    invalidParameter(
      max === undefined
        ? `${member} is not valid`
        : `${member} must be ${min} to ${max}, got ${typeof value === "object" ? "a structure" : String(value)}`,
    ),
};

const REST_KINDS: Record<string, string> = {
  "a boolean": "true or false",
  "a structure": "an object",
};

export const INPUT_DIALECTS: Record<Service["protocol"], InputDialect> = {
  ec2Query: query,
  json,
  query,
  rest,
};

function constraint(subject: string, member: string, rule: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return `1 validation error detected: ${subject} at '${name}' failed to satisfy constraint: ${rule}`;
}

function integerOf(value: unknown): unknown {
  return typeof value === "string" && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
}
