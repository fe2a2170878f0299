import { grouped, oneOrSorted, sortedUnique } from "iam-proof/collections";
import { matchesWildcards } from "iam-proof/evaluator";
import { commonPrincipals } from "./common-principals";
import { type ConditionBlock, type Statement, stableSid, type WrittenStatement } from "./document";

/** One condition key with one operator. */
interface Test {
  operator: string;
  key: string;
  values: string[];
}

/**
 * Conditions that hold exactly where both hold. Undefined if they never both hold, or if IAM cannot express it: an operator can
 * test a key twice, once as itself and once as `…IfExists`, but not a third time.
 */
function commonConditions(one: ConditionBlock, other: ConditionBlock): ConditionBlock | undefined {
  const all = new Map<string, Test>();
  for (const test of [one, other].flatMap(testsOf)) {
    const { operator } = test;
    // The first test already says whether the key must be there.
    const again = /ifexists$/i.test(operator) ? [] : [{ ...test, operator: `${operator}IfExists` }];
    const place = [test, ...again].find((place) => join(all.get(nameOf(place)), place));
    const joined = place && join(all.get(nameOf(place)), place);
    if (!place || !joined || joined.values.length === 0) return undefined;
    all.set(nameOf(place), joined);
  }
  // A document has each operator only once, whatever its case.
  const byOperator = grouped([...all.values()], ({ operator }) => [operator.toLowerCase()]);
  return Object.fromEntries(
    [...byOperator.values()].map((tests) => [
      tests[0]?.operator ?? "",
      Object.fromEntries(tests.map(({ key, values }) => [key, oneOrSorted(values)])),
    ]),
  );
}

function testsOf(block: ConditionBlock): Test[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      ...{ operator, key },
      values: sortedUnique([values].flat().map(String)),
    })),
  );
}

function nameOf({ key, operator }: Test): string {
  return `${operator} ${key}`.toLowerCase();
}

/**
 * Joins two tests with the same name into one. An empty list of values means that nothing passes. Undefined if one test cannot
 * express both.
 */
function join(known: Test | undefined, test: Test): Test | undefined {
  if (!known || `${known.values}` === `${test.values}`) return known ?? test;
  const { operator } = test;
  if (/^[a-z]*not[a-z]*$/i.test(operator)) {
    return { ...known, values: [...known.values, ...test.values] };
  }
  const isPlain = [...known.values, ...test.values].every((value) => !/[*?$]/.test(value));
  return isPlain && /^(?:(?:string|arn)equals|(?:string|arn)like|null)$/i.test(operator)
    ? { ...known, values: known.values.filter((value) => test.values.includes(value)) }
    : undefined;
}

/**
 * Statements that together mean what both of two statements with the same effect mean. They mean less if IAM cannot express it, or
 * only in too many statements: for overlapping wildcards, a wildcard beside a `Not…`, and `NotPrincipal` or a session beside a
 * principal other than `*`.
 */
export function commonStatements(one: WrittenStatement, other: WrittenStatement): Statement[] {
  const action = commonElement(one, other, "Action");
  const resource = commonElement(one, other, "Resource");
  const conditions = commonConditions(one.Condition ?? {}, other.Condition ?? {});
  if (one.Effect !== other.Effect || !action || !resource || !conditions) return [];
  const { Effect, Sid } = other;
  return commonPrincipals(one, other).flatMap(({ narrowed, principal }) => {
    const Condition = commonConditions(conditions, narrowed);
    if (!Condition) return [];
    const condition = Object.keys(Condition).length > 0 && { Condition };
    return [{ Sid, Effect, ...principal, ...action, ...resource, ...condition } as Statement];
  });
}

/** Whether everything that a statement means is within the other one. False if this cannot be decided. */
export function isWithin(one: Statement, other: Statement): boolean {
  if (isSame(one, other)) return true;
  const [both, ...more] = commonStatements(one, other);
  const [own, ...others] = commonStatements(one, one);
  return Boolean(both && own) && more.length + others.length === 0 && isSame(both, own);
}

/** Whether one of these statements covers the whole statement. */
export function isSaid(one: Statement, by: readonly Statement[]): boolean {
  return by.some((other) => isSame(one, other)) || by.some((other) => isWithin(one, other));
}

function isSame(one?: Statement, other?: Statement): boolean {
  return JSON.stringify({ ...one, Sid: "" }) === JSON.stringify({ ...other, Sid: "" });
}

type Name = "Action" | "Resource";

/** The values of an element or of its `Not…` form. */
interface Element {
  isNot: boolean;
  values: string[];
}

function commonElement(one: WrittenStatement, other: WrittenStatement, name: Name) {
  const { isNot, values } = commonElements(elementOf(one, name), elementOf(other, name), name);
  return values.length > 0 && { [isNot ? `Not${name}` : name]: sortedUnique(values) };
}

function commonElements(one: Element, other: Element, name: Name): Element {
  if (one.isNot && other.isNot) return { isNot: true, values: [...one.values, ...other.values] };
  if (one.isNot) return commonElements(other, one, name);
  if (other.isNot && one.values.includes("*")) return other;
  const values = one.values.flatMap((value) => {
    if (other.isNot) return other.values.every((not) => isOutside(value, not, name)) ? [value] : [];
    return other.values.flatMap((second) => {
      if (covers(second, value, name)) return [value];
      return covers(value, second, name) ? [second] : [];
    });
  });
  return { isNot: false, values };
}

/** An element of a statement. A resource policy without a resource means the resource that it is attached to. */
function elementOf(statement: WrittenStatement, name: Name): Element {
  const negated = statement[`Not${name}`];
  const values = [negated ?? statement[name] ?? "*"].flat().map(String);
  // Actions are compared without regard to case.
  return {
    isNot: negated !== undefined,
    values: name === "Action" ? values.map((one) => one.toLowerCase()) : values,
  };
}

/** Whether a value certainly covers another one. AWS does not document every wildcard within an ARN. */
function covers(wide: string, narrow: string, name: Name): boolean {
  if (wide === "*" || wide === narrow) return true;
  // A `?` would match the other value's `*` as if it were a single character.
  const isClear = !(wide.includes("?") && narrow.includes("*"));
  return name === "Action" && isClear && matchesWildcards(wide, narrow);
}

/** Whether a value and an excluded value certainly have nothing in common. */
function isOutside(value: string, not: string, name: Name): boolean {
  const isPlain = (text: string) => !/[*?$]/.test(text);
  return isPlain(value) && (name === "Action" || isPlain(not)) && !covers(not, value, name);
}

/**
 * The statement with the Sid for what an inventory denies before any of its stacks runs. The next run recognizes the statement by
 * it, whatever happened to the first run.
 */
export function deniedFirst(statement: Statement, inventory: string): Statement {
  return { ...statement, Sid: sidOf(inventory) };
}

/** Whether this inventory added the denial before its stacks ran. Further ones have a number at the end of their Sid. */
export function isDeniedFirst({ Effect, Sid }: Statement, inventory: string): boolean {
  const own = sidOf(inventory);
  return Effect === "Deny" && String(Sid).startsWith(own) && /^\d*$/.test(Sid.slice(own.length));
}

function sidOf(inventory: string): string {
  return stableSid(["DeniedFirst"], inventory);
}
