import { isMapping, type RawPolicy, rawStatements } from "../../grammar/named-policy";

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
    if (!isMapping(statement) || isDenial(statement)) return [statement];
    const others = withoutNamesInCondition(statement, arns);
    return (others && withoutNamesInPrincipal(others, arns)) ?? [];
  });
  if (left.length === 0) return null;
  const isSame =
    left.length === statements.length && left.every((one, at) => one === statements[at]);
  return isSame ? policy : { ...policy, Statement: left };
}

/** Whether a statement of the policy denies. */
export function denies(policy: RawPolicy | null | undefined): boolean {
  return rawStatements(policy).some(isDenial);
}

function isDenial(statement: unknown): boolean {
  return isMapping(statement) && statement.Effect !== "Allow";
}

function withoutNamesInCondition(
  statement: Mapping,
  arns: ReadonlySet<string>,
): Mapping | undefined {
  const given = asMapping(statement.Condition);
  let condition = given;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!NAMING.includes(operator.toLowerCase())) continue;
    for (const [key, values] of Object.entries(asMapping(keys))) {
      if (key.toLowerCase() !== "aws:principalarn") continue;
      const rest = withoutSome(values, arns);
      if (rest === undefined) return undefined;
      if (rest === values) continue;
      const others = { ...asMapping(condition[operator]), [key]: rest };
      condition = { ...condition, [operator]: others };
    }
  }
  return condition === given ? statement : { ...statement, Condition: condition };
}

function withoutNamesInPrincipal(
  statement: Mapping,
  arns: ReadonlySet<string>,
): Mapping | undefined {
  const { AWS: named, ...others } = asMapping(statement.Principal);
  const rest = withoutSome(named, arns);
  if (rest === named) return statement;
  if (rest !== undefined) return { ...statement, Principal: { ...others, AWS: rest } };
  return Object.keys(others).length > 0 ? { ...statement, Principal: others } : undefined;
}

/** The list without these, as it was where it has none of them; undefined where nothing is left. */
function withoutSome(values: unknown, arns: ReadonlySet<string>): unknown {
  const list = [values].flat();
  const rest = list.filter((value) => typeof value !== "string" || !arns.has(value));
  if (rest.length === list.length) return values;
  return rest.length > 0 ? rest : undefined;
}

function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}
