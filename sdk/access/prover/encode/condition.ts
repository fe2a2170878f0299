import type { Comparison, ParsedCondition, Relation } from "../../grammar/syntax";
import { always, and, type Formula, implies, never, not, or } from "../formula";
import { inRange, isOneOf, type OrderedVariable } from "../ordered-variable";
import { isPresent, type OrderedFacet, type SymbolicElement } from "../symbolic-key";
import { constantPattern } from "../text-pattern";
import { patternMatches, type Variables } from "./pattern";

/** That the condition holds. */
export function conditionHolds(condition: ParsedCondition, variables: Variables): Formula {
  const { comparison, ifExists, negated, set } = condition;
  const key = variables.keyOf(condition.key.name);
  const missing = not(isPresent(key));
  if (comparison.type === "null") {
    return or(...comparison.values.map((wantsMissing) => (wantsMissing ? missing : not(missing))));
  }
  const passes = (element: SymbolicElement) => {
    const compared = compares(comparison, element, variables);
    return negated ? not(compared) : compared;
  };
  const every = set === "ForAllValues" || (set === undefined && negated);
  const whenPresent = every
    ? and(...key.map((element) => implies(element.present, passes(element))))
    : or(...key.map((element) => and(element.present, passes(element))));
  const whenMissing =
    ifExists || set === "ForAllValues" || (negated && set !== "ForAnyValue") ? always : never;
  return or(and(missing, whenMissing), and(not(missing), whenPresent));
}

/** That the element compares to one of the condition's values, negation aside. */
function compares(comparison: Comparison, element: SymbolicElement, variables: Variables): Formula {
  switch (comparison.type) {
    case "string": {
      const comparing = comparison.how === "equalsIgnoreCase" ? "ignoringCase" : "letters";
      return or(
        ...comparison.values.map((pattern) =>
          patternMatches(pattern, element.text, comparing, variables),
        ),
      );
    }
    case "arn":
      return or(
        ...comparison.values.map((pattern) =>
          patternMatches(pattern, element.text, "arn", variables),
        ),
      );
    case "bool":
      return or(
        ...comparison.values.map((wanted) => element.text.matches(constantPattern(String(wanted)))),
      );
    case "null":
      return never;
    case "number":
    case "date":
      return orderedCompares(
        element.ordered(comparison.type),
        comparison.relation,
        comparison.values,
      );
    case "ip":
      return or(
        ...comparison.values.map(({ family, high, low }) => {
          const { constant, isTyped, variable } = element.ordered(family === 4 ? "ip4" : "ip6");
          if (variable) return and(isTyped, inRange(variable, low, high));
          const within = constant !== undefined && low <= constant && constant <= high;
          return within ? isTyped : never;
        }),
      );
  }
}

function orderedCompares(facet: OrderedFacet, relation: Relation, values: number[]): Formula {
  const { constant, isTyped, variable } = facet;
  if (variable)
    return and(isTyped, or(...values.map((value) => relates(variable, relation, value))));
  const known = Number(constant);
  const holds =
    constant !== undefined && values.some((value) => relatesKnown(known, relation, value));
  return holds ? isTyped : never;
}

function relates(variable: OrderedVariable, relation: Relation, value: number): Formula {
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

function relatesKnown(known: number, relation: Relation, value: number): boolean {
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
