import type { Comparison, ParsedCondition, Relation } from "../../grammar/syntax";
import { parseDate, parseIpAddress, parseNumber } from "../../grammar/values";
import type { RequestContext } from "./context";
import { equalsIgnoringCase, matchesArn, matchesPattern } from "./match-pattern";

/** Whether a condition holds in a request. */
export function conditionHolds(condition: ParsedCondition, context: RequestContext): boolean {
  const { comparison, key, negated, ifExists, set } = condition;
  const values = context.get(key.name);
  if (comparison.type === "null") {
    if (set !== undefined) return set === "ForAllValues";
    return comparison.values.includes(values === undefined || isNullDataset(values));
  }
  if (values === undefined) {
    if (ifExists || set === "ForAllValues") return true;
    return negated && set !== "ForAnyValue";
  }
  if (set !== undefined && isNullDataset(values)) return set === "ForAllValues";
  // Without a set operator, a list matches if one of its values does.
  const all = set === "ForAllValues" || (set === undefined && negated);
  for (const value of values) {
    if ((compares(comparison, value, context) !== negated) !== all) return !all;
  }
  return all;
}

/**
 * Whether the condition is …IfExists on a missing key, so that its values are not compared. In a set, an empty text counts as
 * missing.
 */
export function comparesNothing(
  { ifExists, key, set }: ParsedCondition,
  context: RequestContext,
): boolean {
  const values = context.get(key.name);
  return ifExists && (values === undefined || (set !== undefined && isNullDataset(values)));
}

/** Whether a key is present but empty, a "null data set" in AWS's words: its value is the empty text. */
function isNullDataset(values: string[]): boolean {
  return values.every((value) => value === "");
}

/** Whether the request's value matches one of the condition's, ignoring negation. */
function compares(comparison: Comparison, value: string, context: RequestContext): boolean {
  switch (comparison.type) {
    case "string":
      return comparison.values.some((pattern) =>
        comparison.how === "equalsIgnoreCase"
          ? equalsIgnoringCase(pattern, value, context)
          : matchesPattern(pattern, value, context),
      );
    case "arn":
      return comparison.values.some((pattern) => matchesArn(pattern, value, context));
    case "bool":
      return comparison.values.some((wanted) => String(wanted) === value);
    case "null":
      return false;
    case "number":
    case "date": {
      const given = comparison.type === "number" ? parseNumber(value) : parseDate(value);
      return (
        given !== undefined &&
        comparison.values.some((wanted) => relates(comparison.relation, given, wanted))
      );
    }
    case "ip": {
      const address = parseIpAddress(value);
      return (
        address !== undefined &&
        comparison.values.some(
          ({ family, low, high }) =>
            family === address.family && low <= address.value && address.value <= high,
        )
      );
    }
  }
}

/** Whether the relation holds between the value and the wanted one. */
function relates(relation: Relation, value: number, wanted: number): boolean {
  switch (relation) {
    case "equals":
      return value === wanted;
    case "lessThan":
      return value < wanted;
    case "lessThanEquals":
      return value <= wanted;
    case "greaterThan":
      return value > wanted;
    case "greaterThanEquals":
      return value >= wanted;
  }
}
