import { isMapping } from "../collections";
import { parseConditionKey } from "./condition-key";
import { bounded, fail, type Place } from "./error";
import { parseArnPattern, parsePattern } from "./pattern";
import type { Comparison, ParsedCondition, Relation } from "./syntax";
import { isBase64, parseBoolean, parseDate, parseIpRange, parseNumber } from "./values";

/** How an operator compares, before its values are parsed. */
type OperatorShape =
  | { type: "string"; how: "equals" | "equalsIgnoreCase" | "like"; negated: boolean }
  | { type: "arn"; negated: boolean }
  | { type: "bool"; negated: false }
  | { type: "binary"; negated: false }
  | { type: "null"; negated: false }
  | { type: "number" | "date"; relation: Relation; negated: boolean }
  | { type: "ip"; negated: boolean };

interface ParsedOperator {
  shape: OperatorShape;
  ifExists: boolean;
  set?: "ForAnyValue" | "ForAllValues";
}

/** By the operator's name in lower case: AWS accepts any case. */
const SHAPES = new Map<string, OperatorShape>(
  Object.entries<OperatorShape>({
    StringEquals: { type: "string", how: "equals", negated: false },
    StringNotEquals: { type: "string", how: "equals", negated: true },
    StringEqualsIgnoreCase: { type: "string", how: "equalsIgnoreCase", negated: false },
    StringNotEqualsIgnoreCase: { type: "string", how: "equalsIgnoreCase", negated: true },
    StringLike: { type: "string", how: "like", negated: false },
    StringNotLike: { type: "string", how: "like", negated: true },
    ArnEquals: { type: "arn", negated: false },
    ArnLike: { type: "arn", negated: false },
    ArnNotEquals: { type: "arn", negated: true },
    ArnNotLike: { type: "arn", negated: true },
    Bool: { type: "bool", negated: false },
    BinaryEquals: { type: "binary", negated: false },
    Null: { type: "null", negated: false },
    IpAddress: { type: "ip", negated: false },
    NotIpAddress: { type: "ip", negated: true },
    ...ordered("Numeric", "number"),
    ...ordered("Date", "date"),
  }).map(([name, shape]) => [name.toLowerCase(), shape]),
);

const SETS = { foranyvalue: "ForAnyValue", forallvalues: "ForAllValues" } as const;

/** Parses an operator's name. Undefined if there is no such operator. */
function parseOperator(text: string): ParsedOperator | undefined {
  const match = /^(?:(foranyvalue|forallvalues):)?([a-z]+?)(ifexists)?$/.exec(text.toLowerCase());
  const shape = SHAPES.get(match?.[2] ?? "");
  if (!match || !shape) return undefined;
  const set = match[1] && SETS[match[1] as keyof typeof SETS];
  const ifExists = match[3] !== undefined;
  if (shape.type === "null" && ifExists) return undefined;
  return { shape, ifExists, ...(set && { set }) };
}

function ordered(prefix: string, type: "number" | "date"): Record<string, OperatorShape> {
  return {
    [`${prefix}Equals`]: { type, relation: "equals", negated: false },
    [`${prefix}NotEquals`]: { type, relation: "equals", negated: true },
    [`${prefix}LessThan`]: { type, relation: "lessThan", negated: false },
    [`${prefix}LessThanEquals`]: { type, relation: "lessThanEquals", negated: false },
    [`${prefix}GreaterThan`]: { type, relation: "greaterThan", negated: false },
    [`${prefix}GreaterThanEquals`]: { type, relation: "greaterThanEquals", negated: false },
  };
}

/** Parses a `Condition` element. An empty one always holds. */
export function parseConditions(raw: unknown, variables: boolean, place: Place): ParsedCondition[] {
  const operators = new Set<string>();
  return entries(raw, "Condition", place).flatMap(([operator, block]) => {
    const compared = entries(block, operator, place);
    // An operator that compares nothing may have any name.
    if (compared.length === 0) return [];
    const parsed = parseOperator(operator);
    if (!parsed) fail(place, "unknown condition operator", operator);
    const named = operator.toLowerCase();
    if (operators.has(named)) fail(place, "Condition must name an operator once", operator);
    operators.add(named);
    const { shape, ...modifiers } = parsed;
    const seen = new Set<string>();
    return compared.map(([name, rawValues]): ParsedCondition => {
      const key = parseConditionKey(name);
      if (!key) fail(place, `no condition key has such a name, under ${operator}`, name);
      if (seen.has(key.name)) fail(place, `${operator} must name a condition key once`, name);
      seen.add(key.name);
      const texts = valueTexts(rawValues, `${operator} of ${name}`, place);
      if (texts.length === 0 && !mayBeEmpty(parsed)) {
        fail(place, `${operator} of ${name} must list a value`, rawValues);
      }
      const comparison = compare(shape, texts, variables, { ...place, operator });
      return { operator, key, comparison, negated: shape.negated, ...modifiers, texts };
    });
  });
}

/**
 * Whether AWS documents what an empty list of values means. For a set, and for a key that may be missing, no value matches. For
 * other conditions AWS says both that they hold and that they do not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html, "Empty array condition"
 */
function mayBeEmpty({ ifExists, set, shape }: ParsedOperator): boolean {
  return !shape.negated && shape.type !== "null" && ifExists !== (set !== undefined);
}

function entries(raw: unknown, element: string, place: Place): [string, unknown][] {
  if (!isMapping(raw)) {
    fail(place, `${element} must be an object`, raw);
  }
  return bounded(Object.entries(raw), element, place);
}

function valueTexts(raw: unknown, element: string, place: Place): string[] {
  const list = bounded(Array.isArray(raw) ? raw : [raw], element, place);
  return list.map((value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    return fail(place, `${element} must be a text, number or boolean, or a list of them`, value);
  });
}

function compare(
  shape: OperatorShape,
  texts: string[],
  variables: boolean,
  place: Place & { operator: string },
): Comparison {
  /** Parses every value; refuses the document at the first invalid one. */
  const read = <T>(parse: (text: string) => T | undefined, what: string): T[] =>
    texts.map((text) => parse(text) ?? fail(place, `${place.operator} must compare ${what}`, text));
  switch (shape.type) {
    case "string": {
      const rules = { wildcards: shape.how === "like", variables };
      const values = texts.map((text) => parsePattern(text, rules, place));
      return { type: "string", how: shape.how, values };
    }
    case "arn": {
      const rules = { wildcards: true, variables };
      return { type: "arn", values: texts.map((text) => parseArnPattern(text, rules, place)) };
    }
    case "binary": {
      const rules = { wildcards: false, variables: false };
      const parse = (text: string) =>
        isBase64(text) ? parsePattern(text, rules, place) : undefined;
      return { type: "string", how: "equals", values: read(parse, "bytes in base64") };
    }
    case "bool":
    case "null":
      return { type: shape.type, values: read(parseBoolean, '"true" or "false"') };
    case "number":
      return { type: "number", relation: shape.relation, values: read(parseNumber, "a number") };
    case "date": {
      const what = "an ISO 8601 date with its time zone, or seconds since 1970";
      return { type: "date", relation: shape.relation, values: read(parseDate, what) };
    }
    case "ip":
      return { type: "ip", values: read(parseIpRange, "an IP address or range") };
  }
}
