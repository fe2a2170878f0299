import type { RawPolicy } from "../documents";

type Mapping = Record<string, unknown>;

/** Operators under which `aws:PrincipalArn` lists whom a statement is about. */
const NAMING = ["stringequals", "arnequals", "arnlike"];

/**
 * The policy of a secret or key without these principals where it lets them in by name: without their ARNs in lists of them, and
 * without the statements that let in nobody else. It says the same as before of everyone else. None where nothing is left.
 */
export function withoutNames<Policy extends RawPolicy | null | undefined>(
  policy: Policy,
  arns: ReadonlySet<string>,
): Policy | null {
  if (!isMapping(policy) || !Array.isArray(policy.Statement)) return policy;
  const statements: unknown[] = policy.Statement;
  const left = statements.flatMap((statement) => {
    if (!isMapping(statement) || statement.Effect !== "Allow") return [statement];
    return withoutNamesInCondition(statement, arns).flatMap((one) =>
      withoutNamesInPrincipal(one, arns),
    );
  });
  return left.length === 0 ? null : { ...policy, Statement: left };
}

function withoutNamesInCondition(statement: Mapping, arns: ReadonlySet<string>): Mapping[] {
  const { Condition: condition } = statement;
  if (!isMapping(condition)) return [statement];
  const kept: Mapping = {};
  for (const [operator, keys] of Object.entries(condition)) {
    kept[operator] = keys;
    if (!NAMING.includes(operator.toLowerCase()) || !isMapping(keys)) continue;
    const others: Mapping = {};
    for (const [key, values] of Object.entries(keys)) {
      others[key] = values;
      if (key.toLowerCase() !== "aws:principalarn") continue;
      const rest = withoutSome(values, arns);
      if (rest === undefined) return [];
      others[key] = rest;
    }
    kept[operator] = others;
  }
  return [{ ...statement, Condition: kept }];
}

function withoutNamesInPrincipal(statement: Mapping, arns: ReadonlySet<string>): Mapping[] {
  const { Principal: principal } = statement;
  if (!isMapping(principal)) return [statement];
  const { AWS: named, ...others } = principal;
  if (named === undefined) return [statement];
  const rest = withoutSome(named, arns);
  if (rest !== undefined) return [{ ...statement, Principal: { ...others, AWS: rest } }];
  return Object.keys(others).length > 0 ? [{ ...statement, Principal: others }] : [];
}

/** The list without these, as it was where it has none of them; undefined where nothing is left. */
function withoutSome(values: unknown, arns: ReadonlySet<string>): unknown {
  const list = [values].flat();
  const rest = list.filter((value) => typeof value !== "string" || !arns.has(value));
  if (rest.length === list.length) return values;
  return rest.length > 0 ? rest : undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
