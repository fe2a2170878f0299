import { grouped, oneOrSorted, sortedUnique } from "iam-proof/collections";
import { matchesWildcards } from "iam-proof/evaluator";
import { commonPrincipals } from "./common-principals";
import { type ConditionBlock, type Statement, stableSid, type WrittenStatement } from "./document";

/** One key under one operator. */
interface Test {
  operator: string;
  key: string;
  values: string[];
}

/**
 * Conditions that hold where both hold. Undefined where that is never, or where IAM has no words for it: one operator may test a key
 * twice, as itself and as its `…IfExists`, and no third time.
 */
function commonConditions(one: ConditionBlock, other: ConditionBlock): ConditionBlock | undefined {
  const all = new Map<string, Test>();
  for (const test of [one, other].flatMap(testsOf)) {
    const { operator } = test;
    // The first as itself says already that the key must be there, or need not.
    const again = /ifexists$/i.test(operator) ? [] : [{ ...test, operator: `${operator}IfExists` }];
    const place = [test, ...again].find((place) => join(all.get(nameOf(place)), place));
    const joined = place && join(all.get(nameOf(place)), place);
    if (!place || !joined || joined.values.length === 0) return undefined;
    all.set(nameOf(place), joined);
  }
  // A document names each operator once, in whatever case.
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

/** One test for two of the same name, which no values pass where the list is empty. Undefined where one test cannot say it. */
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
 * Statements of the same effect that together mean what both of two mean. They mean less where IAM has no words for it, or too many: of
 * wildcards that overlap, of a wildcard beside a `Not…`, of `NotPrincipal` or a session beside another principal than `*`.
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

/** Whether a statement means nothing that the other one does not. False where nobody can tell. */
export function isWithin(one: Statement, other: Statement): boolean {
  if (isSame(one, other)) return true;
  const [both, ...more] = commonStatements(one, other);
  const [own, ...others] = commonStatements(one, one);
  return Boolean(both && own) && more.length + others.length === 0 && isSame(both, own);
}

/** Whether one of these statements means all that a statement means. */
export function isSaid(one: Statement, by: readonly Statement[]): boolean {
  return by.some((other) => isSame(one, other)) || by.some((other) => isWithin(one, other));
}

function isSame(one?: Statement, other?: Statement): boolean {
  return JSON.stringify({ ...one, Sid: "" }) === JSON.stringify({ ...other, Sid: "" });
}

type Name = "Action" | "Resource";

/** The values of an element, or of its `Not…`. */
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

/** Without a resource, a resource policy means the resource that has it. */
function elementOf(statement: WrittenStatement, name: Name): Element {
  const negated = statement[`Not${name}`];
  const values = [negated ?? statement[name] ?? "*"].flat().map(String);
  // Actions know no upper case.
  return {
    isNot: negated !== undefined,
    values: name === "Action" ? values.map((one) => one.toLowerCase()) : values,
  };
}

/** Whether a value surely means all that another one does. What a wildcard within an ARN means, AWS does not say of each. */
function covers(wide: string, narrow: string, name: Name): boolean {
  if (wide === "*" || wide === narrow) return true;
  // A `?` would take the `*` of the other one for a single character.
  const isClear = !(wide.includes("?") && narrow.includes("*"));
  return name === "Action" && isClear && matchesWildcards(wide, narrow);
}

/** Whether a value and what is not meant surely have nothing in common. */
function isOutside(value: string, not: string, name: Name): boolean {
  const isPlain = (text: string) => !/[*?$]/.test(text);
  return isPlain(value) && (name === "Action" || isPlain(not)) && !covers(not, value, name);
}

/**
 * The statement under the Sid of what an inventory denies before any of its stacks runs. By it the next run knows the statement as the
 * inventory's own, whatever became of the first run.
 */
export function deniedFirst(statement: Statement, inventory: string): Statement {
  return { ...statement, Sid: sidOf(inventory) };
}

/** Whether this inventory has denied it before its stacks ran. A second one has a number at its end. */
export function isDeniedFirst({ Effect, Sid }: Statement, inventory: string): boolean {
  const own = sidOf(inventory);
  return Effect === "Deny" && String(Sid).startsWith(own) && /^\d*$/.test(Sid.slice(own.length));
}

function sidOf(inventory: string): string {
  return stableSid(["DeniedFirst"], inventory);
}
