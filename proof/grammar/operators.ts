import type { Relation } from "./syntax";

/** How one operator compares, before its values are read. */
export type OperatorShape =
  | { type: "string"; how: "equals" | "equalsIgnoreCase" | "like"; negated: boolean }
  | { type: "arn"; negated: boolean }
  | { type: "bool"; negated: false }
  | { type: "binary"; negated: false }
  | { type: "null"; negated: false }
  | { type: "number" | "date"; relation: Relation; negated: boolean }
  | { type: "ip"; negated: boolean };

export interface ParsedOperator {
  shape: OperatorShape;
  ifExists: boolean;
  set?: "ForAnyValue" | "ForAllValues";
}

/** By the operator's name in lower case: AWS takes it in any. */
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

/** Takes an operator's name apart, or returns undefined where there is no such operator. */
export function parseOperator(text: string): ParsedOperator | undefined {
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
