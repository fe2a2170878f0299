import { asMapping, getOrMake, isMapping, type Mapping, memoize } from "../../collections";
import { type RawPolicy, rawStatements } from "../../grammar/syntax";
import type { Deployment } from "./deployment";

/** The owner of a policy that says who from outside may do what with it. */
export interface PolicyOwner {
  policy?: RawPolicy | null;
}

const ownersByPolicy = memoize((_: PolicyOwner) => new Map<RawPolicy, PolicyOwner>());

/** The owner with another policy: always the same object, so that results about it are computed once. */
export function withPolicy<Owner extends PolicyOwner>(owner: Owner, policy: RawPolicy): Owner {
  if (owner.policy === policy) return owner;
  return getOrMake(ownersByPolicy(owner), policy, () => ({ ...owner, policy })) as Owner;
}

const policiesByNames = memoize((_: Deployment) => new Map<string, PoliciesByName>());

/** What the deployment's policies say about these principals, computed once for all claims. */
export function policiesByName(deployment: Deployment, names: ReadonlySet<string>): PoliciesByName {
  const key = [...names].sort().join();
  return getOrMake(policiesByNames(deployment), key, () => new PoliciesByName(names));
}

/** An index of a policy's statements by the principals that they name, as positions. */
interface Index {
  statements: readonly unknown[];
  byName: Map<string, Set<number>>;
  /** The results, by the kept names. */
  made: Map<string, RawPolicy>;
  /** The rest of each statement without all of the principals, by position. */
  ofOthers: [position: number, statement: unknown][];
}

/**
 * What policies of secrets and keys say about some of these principals, and about everyone else. Each policy is parsed once,
 * however many principals it names.
 */
export class PoliciesByName {
  private readonly indexes = new WeakMap<object, Index>();

  constructor(private readonly names: ReadonlySet<string>) {}

  /**
   * The secret or key with a policy reduced to the kept principals: it says the same as before about everyone except the removed
   * ones. It has no policy if nothing is left.
   */
  of<Owner extends PolicyOwner>(owner: Owner, kept: readonly string[]): Owner {
    const { policy } = owner;
    if (!isMapping(policy) || !Array.isArray(policy.Statement)) return owner;
    const index = this.indexOf(policy, policy.Statement);
    const key = kept.join();
    const made = index.made.has(key) ? index.made.get(key) : this.make(policy, index, kept);
    index.made.set(key, made);
    return withPolicy(owner, made);
  }

  private make(policy: object, index: Index, kept: readonly string[]): RawPolicy {
    const { byName, ofOthers, statements } = index;
    const naming = new Set(kept.flatMap((name) => [...(byName.get(name) ?? [])]));
    const isLeftOut = (name: string) => this.names.has(name) && !kept.includes(name);
    const left: typeof ofOthers = ofOthers.filter(([position]) => !naming.has(position));
    for (const position of naming) {
      const statement = statementWithout(statements[position], isLeftOut);
      if (statement !== undefined) left.push([position, statement]);
    }
    if (left.length === 0) return null;
    const isSame =
      left.length === statements.length &&
      left.every(([position, statement]) => statements[position] === statement);
    if (isSame) return policy;
    left.sort(([one], [other]) => one - other);
    return { ...policy, Statement: left.map(([, statement]) => statement) };
  }

  private indexOf(policy: Record<string, unknown>, statements: readonly unknown[]): Index {
    const known = this.indexes.get(policy);
    if (known) return known;
    const index: Index = { statements, byName: new Map(), made: new Map(), ofOthers: [] };
    const isName = (name: string) => this.names.has(name);
    for (const [position, statement] of statements.entries()) {
      for (const name of namesIn(statement)) {
        if (!isName(name)) continue;
        getOrMake(index.byName, name, () => new Set()).add(position);
      }
      const rest = statementWithout(statement, isName);
      if (rest !== undefined) index.ofOthers.push([position, rest]);
    }
    this.indexes.set(policy, index);
    return index;
  }
}

/**
 * Operators with which a condition on `aws:PrincipalArn` names the principals of a statement, and then those with which it
 * excepts principals.
 */
const NAMING = ["stringequals", "arnequals", "arnlike"];
const EXCEPTING = ["stringnotequals", "arnnotequals", "arnnotlike"];

/** Whether to leave out a principal, by its ARN. */
type IsLeftOut = (arn: string) => boolean;

/** Principals that a statement lists, in `Principal` or with `aws:PrincipalArn`, among anything else in these lists. */
function namesIn(statement: unknown): string[] {
  if (!isMapping(statement)) return [];
  const lists = [
    asMapping(statement.Principal).AWS,
    ...principalConditions(statement).map(({ values }) => values),
  ];
  return lists.flat(2).filter((value) => typeof value === "string");
}

/**
 * The statement without some principals that it lists by name; undefined if it is about nobody else. It says the same as before
 * about everyone else.
 */
function statementWithout(statement: unknown, isLeftOut: IsLeftOut): unknown {
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

/** The statement's conditions on the principal's ARN that list texts for equality or inequality. */
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
    // An empty list of exceptions would match everyone, so the list is left unchanged.
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

/** The list without these; unchanged if it has none of them, undefined if nothing is left. */
function withoutSome(values: unknown, isLeftOut: IsLeftOut): unknown {
  const list = [values].flat();
  const rest = list.filter((value) => typeof value !== "string" || !isLeftOut(value));
  if (rest.length === list.length) return values;
  return rest.length > 0 ? rest : undefined;
}
