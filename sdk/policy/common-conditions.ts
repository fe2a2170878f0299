import { grouped, oneOrSorted, sortedUnique } from "iam-proof/collections";
import type { ConditionBlock } from "./document";

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
export function commonConditions(
  one: ConditionBlock,
  other: ConditionBlock,
): ConditionBlock | undefined {
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
