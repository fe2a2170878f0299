import { getOrMake } from "../collections";
import type { TurningKey } from "../domain/request";
import type { RequestContext } from "../evaluator/matching/context";
import { conditionHolds } from "../evaluator/matching/match-condition";
import { resolveKey } from "../evaluator/matching/match-pattern";
import { parsePolicy } from "../grammar/parse-policy";
import type { ParsedCondition, Token } from "../grammar/syntax";

/** A value of a condition key; null where the request lacks the key. */
export type Candidate = string | null;

/** A value that no policy compares with. */
export const OTHER = "other-than-named";

/**
 * Values of a condition's key that make it hold or fail, one for each way to do so. Other conditions on the same key may need
 * another value of the same way.
 */
export function candidatesFor(
  { key, operator, values }: Pick<TurningKey, "key" | "operator" | "values">,
  wanted: boolean,
  context: RequestContext,
): Candidate[] {
  const condition = operator === undefined ? undefined : parsed(key, operator, values);
  // For a variable: without the key, the statement does not apply.
  if (!condition) return wanted ? [] : [null];
  const { name } = condition.key;
  const tried = [null, ...valuesNear(condition, context), OTHER].filter((value) => {
    const given = new Map(context);
    if (value === null) given.delete(name);
    else given.set(name, [value]);
    return conditionHolds(condition, given) === wanted;
  });
  return [...new Set(tried)];
}

const known = new Map<string, ParsedCondition>();

function parsed(key: string, operator: string, values: string[]): ParsedCondition {
  return getOrMake(known, JSON.stringify([key, operator, values]), () => {
    const Condition = { [operator]: { [key]: values } };
    const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition };
    const document = { Version: "2012-10-17", Statement: [statement] };
    const { statements } = parsePolicy({ name: "condition", document }, "identity");
    return statements[0]?.conditions[0] as ParsedCondition;
  });
}

function valuesNear({ comparison, texts }: ParsedCondition, context: RequestContext): string[] {
  switch (comparison.type) {
    case "string":
    case "arn":
      return comparison.values.flatMap(({ tokens }) => textOf(tokens, context) ?? []);
    case "bool":
      return ["true", "false"];
    case "null":
      return [];
    case "number":
      return comparison.values.flatMap((value) => [value, value - 1, value + 1].map(String));
    case "date":
      return comparison.values.flatMap((value) =>
        [value, value - 1000, value + 1000].map((one) => new Date(one).toISOString()),
      );
    case "ip":
      return [...texts.map((text) => text.replace(/\/.*/, "")), "203.0.113.250", "2001:db8::1"];
  }
}

/** A text that matches the pattern; undefined if one of its variables has no value. */
export function textOf(tokens: Token[], context: RequestContext): string | undefined {
  let text = "";
  for (const token of tokens) {
    if (token.kind === "text") text += token.text;
    else if (token.kind === "one") text += "x";
    else if (token.kind === "variable") {
      const value = resolveKey(token.key.name, context) ?? token.fallback;
      if (value === undefined) return undefined;
      text += value;
    } else text += text === "" || /[:/]$/.test(text) ? "x" : "";
  }
  return text;
}
