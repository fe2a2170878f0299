import { isMapping } from "../../collections/mapping";
import { getOrMake, memoize } from "../../collections/maps";
import type { RawPolicy } from "../../grammar/named-policy";
import type { Deployment } from "./deployment";
import { namesIn, statementWithout } from "./without-names";

/** Whose policy says who from outside may do what with it. */
export interface PolicyOwner {
  policy?: RawPolicy | null;
}

const ownersByPolicy = memoize((_: PolicyOwner) => new Map<RawPolicy, PolicyOwner>());

/** The owner with this policy in place of its own: each time the same, so that what is found out of it is found out once. */
export function withPolicy<Owner extends PolicyOwner>(owner: Owner, policy: RawPolicy): Owner {
  if (owner.policy === policy) return owner;
  return getOrMake(ownersByPolicy(owner), policy, () => ({ ...owner, policy })) as Owner;
}

const policiesByNames = memoize((_: Deployment) => new Map<string, PoliciesByName>());

/** What policies of the deployment say of these principals: the same for all claims, which ask it again and again. */
export function policiesByName(deployment: Deployment, names: ReadonlySet<string>): PoliciesByName {
  const key = [...names].sort().join();
  return getOrMake(policiesByNames(deployment), key, () => new PoliciesByName(names));
}

/** A policy's statements by whom of the principals they name, as positions. */
interface Index {
  statements: readonly unknown[];
  byName: Map<string, Set<number>>;
  /** What was asked for, by the names kept. */
  made: Map<string, RawPolicy>;
  /** What is left of statements without all of the principals, by position. */
  ofOthers: [position: number, statement: unknown][];
}

/**
 * What policies of secrets and keys say of some of these principals, and of everyone who is none of them. Each policy is read
 * once, however many of the principals it names.
 */
export class PoliciesByName {
  private readonly indexes = new WeakMap<object, Index>();

  constructor(private readonly names: ReadonlySet<string>) {}

  /**
   * The secret or key without those of the principals that its policy names and that are not among the kept ones: the policy says
   * the same as before of all others. It has none where nothing is left.
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
