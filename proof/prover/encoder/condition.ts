import type { Comparison, ParsedCondition, Relation } from "../../grammar/syntax";
import { always, and, type Formula, implies, never, not, or } from "../solver/formula";
import { isPresent, isSomething, type SymbolicElement } from "../symbols/symbolic-key";
import type { Variables } from "../symbols/symbolic-request";
import { type Comparable, inRange, isOneOf } from "../texts/ordered-variable";
import { equalsText } from "../texts/text-value";
import { patternMatches } from "./pattern";

/** One of the condition's values fulfils `asked`. */
function someValue<T>(values: readonly T[], asked: (value: T) => Formula): Formula {
  return or(...values.map((value) => asked(value)));
}

/** Says that the condition holds. */
export function conditionHolds(condition: ParsedCondition, variables: Variables): Formula {
  const { comparison, ifExists, negated, set } = condition;
  const key = variables.keyOf(condition.key.name);
  const missing = not(isPresent(key));
  if (comparison.type === "null") {
    if (set !== undefined) return set === "ForAllValues" ? always : never;
    return someValue(comparison.values, (wantsMissing) =>
      wantsMissing ? not(isSomething(key)) : isSomething(key),
    );
  }
  variables.problem.compare(key.length * comparison.values.length);
  const passes = (element: SymbolicElement) => {
    const compared = encodeComparison(comparison, element, variables);
    return negated ? not(compared) : compared;
  };
  const every = set === "ForAllValues" || (set === undefined && negated);
  const whenPresent = every
    ? and(...key.map((element) => implies(element.present, passes(element))))
    : or(...key.map((element) => and(element.present, passes(element))));
  const whenMissing =
    ifExists || set === "ForAllValues" || (negated && set !== "ForAnyValue") ? always : never;
  if (set === undefined) return or(and(missing, whenMissing), and(not(missing), whenPresent));
  const whenEmpty = set === "ForAllValues" ? always : never;
  return or(
    and(missing, whenMissing),
    and(not(missing), not(isSomething(key)), whenEmpty),
    and(isSomething(key), whenPresent),
  );
}

/** The element matches one of the condition's values. The caller handles negated operators. */
function encodeComparison(
  comparison: Comparison,
  element: SymbolicElement,
  variables: Variables,
): Formula {
  switch (comparison.type) {
    case "string": {
      const comparing = comparison.how === "equalsIgnoreCase" ? "ignoringCase" : "letters";
      return someValue(comparison.values, (pattern) =>
        patternMatches(pattern, element.text, comparing, variables),
      );
    }
    case "arn":
      return someValue(comparison.values, (pattern) =>
        patternMatches(pattern, element.text, "arn", variables),
      );
    case "bool":
      return someValue(comparison.values, (wanted) => equalsText(element.text, String(wanted)));
    case "null":
      return never;
    case "number":
    case "date": {
      const { constant, isTyped, variable } = element.ordered(comparison.type);
      const { relation, values } = comparison;
      const relatesTo = (value: number) => {
        if (variable) return encodeRelation(variable, relation, value);
        return constant !== undefined && isRelated(Number(constant), relation, value)
          ? always
          : never;
      };
      return and(isTyped, someValue(values, relatesTo));
    }
    case "ip":
      return someValue(comparison.values, ({ family, high, low }) => {
        const { constant, isTyped, variable } = element.ordered(family === 4 ? "ip4" : "ip6");
        if (variable) return and(isTyped, inRange(variable, low, high));
        return constant !== undefined && low <= constant && constant <= high ? isTyped : never;
      });
  }
}

function encodeRelation(variable: Comparable, relation: Relation, value: number): Formula {
  switch (relation) {
    case "equals":
      return isOneOf(variable, [value]);
    case "lessThan":
      return variable.lessThan(value);
    case "lessThanEquals":
      return variable.atMost(value);
    case "greaterThan":
      return not(variable.atMost(value));
    case "greaterThanEquals":
      return not(variable.lessThan(value));
  }
}

/** Independent of the evaluator's version, like all of the encoder. */
function isRelated(known: number, relation: Relation, value: number): boolean {
  switch (relation) {
    case "equals":
      return known === value;
    case "lessThan":
      return known < value;
    case "lessThanEquals":
      return known <= value;
    case "greaterThan":
      return known > value;
    case "greaterThanEquals":
      return known >= value;
  }
}
