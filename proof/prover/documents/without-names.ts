import { asMapping, isMapping, type Mapping } from "../../collections/mapping";
import { type RawPolicy, rawStatements } from "../../grammar/named-policy";

/** Operators by which a condition on `aws:PrincipalArn` names whom a statement is about; then those by which it excepts somebody. */
const NAMING = ["stringequals", "arnequals", "arnlike"];
const EXCEPTING = ["stringnotequals", "arnnotequals", "arnnotlike"];

/** Whether a principal, by its ARN, is to be left out. */
type IsLeftOut = (arn: string) => boolean;

/** Principals that a statement lists, in its `Principal` or by `aws:PrincipalArn`, among whatever else these lists hold. */
export function namesIn(statement: unknown): string[] {
  if (!isMapping(statement)) return [];
  const lists = [
    asMapping(statement.Principal).AWS,
    ...principalConditions(statement).map(({ values }) => values),
  ];
  return lists.flat(2).filter((value) => typeof value === "string");
}

/**
 * The statement without principals that it lists by name, undefined where it is about nobody else. It says the same as before of
 * everyone else.
 */
export function statementWithout(statement: unknown, isLeftOut: IsLeftOut): unknown {
  if (!isMapping(statement)) return statement;
  const others = withoutNamesInCondition(statement, isLeftOut);
  return others && withoutNamesInPrincipal(others, isLeftOut);
}

/** Whether a statement of the policy denies. */
export function denies(policy: RawPolicy | null | undefined): boolean {
  return rawStatements(policy).some(
    (statement) => isMapping(statement) && statement.Effect !== "Allow",
  );
}

/** The statement's conditions on the ARN of the principal that list texts to be equal to, or not. */
function principalConditions(statement: Mapping) {
  return Object.entries(asMapping(statement.Condition)).flatMap(([operator, keys]) => {
    const lower = operator.toLowerCase();
    if (!NAMING.includes(lower) && !EXCEPTING.includes(lower)) return [];
    return Object.entries(asMapping(keys))
      .filter(([key]) => key.toLowerCase() === "aws:principalarn")
      .map(([key, values]) => ({ operator, key, values, isNaming: NAMING.includes(lower) }));
  });
}

function withoutNamesInCondition(statement: Mapping, isLeftOut: IsLeftOut): Mapping | undefined {
  const given = asMapping(statement.Condition);
  let condition = given;
  for (const { isNaming, key, operator, values } of principalConditions(statement)) {
    const rest = withoutSome(values, isLeftOut);
    if (rest === undefined && isNaming) return undefined;
    // A list of exceptions that lists nobody would say of everyone that they are none: it is left as it is.
    if (rest === undefined || rest === values) continue;
    const others = { ...asMapping(condition[operator]), [key]: rest };
    condition = { ...condition, [operator]: others };
  }
  return condition === given ? statement : { ...statement, Condition: condition };
}

function withoutNamesInPrincipal(statement: Mapping, isLeftOut: IsLeftOut): Mapping | undefined {
  const { AWS: named, ...others } = asMapping(statement.Principal);
  const rest = withoutSome(named, isLeftOut);
  if (rest === named) return statement;
  if (rest !== undefined) return { ...statement, Principal: { ...others, AWS: rest } };
  return Object.keys(others).length > 0 ? { ...statement, Principal: others } : undefined;
}

/** The list without these, as it was where it has none of them; undefined where nothing is left. */
function withoutSome(values: unknown, isLeftOut: IsLeftOut): unknown {
  const list = [values].flat();
  const rest = list.filter((value) => typeof value !== "string" || !isLeftOut(value));
  if (rest.length === list.length) return values;
  return rest.length > 0 ? rest : undefined;
}
