import { asMapping, isMapping } from "../../collections/mapping";
import { addTo, getOrMake, memoize } from "../../collections/maps";
import type { RawPolicy } from "../../grammar/named-policy";

/** The condition key, in lower case, by which a statement demands secrets by name. */
const CONTEXT_KEY = "kms:encryptioncontext:secretarn";

/**
 * The part of a key's policy that can matter to decryptions in these encryption contexts, given as secrets' ARNs: without the
 * statements that demand other secrets by name. They match no such request, so leaving them out changes no answer about one.
 */
export function keyPolicyOfRead(policy: RawPolicy, contextArns: readonly string[]): RawPolicy {
  if (!isMapping(policy) || !Array.isArray(policy.Statement)) return policy;
  const statements: unknown[] = policy.Statement;
  const kept = statementsOfRead(statements, contextArns);
  if (kept.length === statements.length) return policy;
  const { parts } = indexOf(statements);
  const key = kept.join();
  return getOrMake(parts, key, () => ({
    ...policy,
    Statement: kept.map((position) => statements[position]),
  }));
}

/** Positions, in order, of the statements of a key's policy that can match a decryption in one of these encryption contexts. */
function statementsOfRead(
  statements: readonly unknown[],
  contextArns: readonly string[],
): number[] {
  const { bySecret, ofAny } = indexOf(statements);
  const naming = contextArns.flatMap((arn) => bySecret.get(arn) ?? []);
  return naming.length === 0 ? ofAny : [...new Set([...ofAny, ...naming])].sort((a, b) => a - b);
}

/** Statements of one policy by what they demand, as their positions. */
interface Index {
  bySecret: Map<string, number[]>;
  ofAny: number[];
  /** Parts of the policy that were asked for, by the positions of their statements: the same one for all claims. */
  parts: Map<string, RawPolicy>;
}

const indexOf = memoize((statements: readonly unknown[]): Index => {
  const index: Index = { bySecret: new Map(), ofAny: [], parts: new Map() };
  for (const [position, statement] of statements.entries()) {
    const secrets = secretsDemanded(statement);
    if (!secrets) index.ofAny.push(position);
    for (const arn of secrets ?? []) addTo(index.bySecret, arn, position);
  }
  return index;
});

/** The secrets without which a statement does not match, one of them; undefined where it may match others, too. */
function secretsDemanded(statement: unknown): Set<string> | undefined {
  const condition = asMapping(statement).Condition;
  if (!isMapping(condition)) return undefined;
  const demands = Object.entries(condition)
    .filter(([operator, keys]) => operator.toLowerCase() === "stringequals" && isMapping(keys))
    .flatMap(([, keys]) => Object.entries(Object(keys)))
    .filter(([key]) => key.toLowerCase() === CONTEXT_KEY)
    .map(([, values]) => [values].flat())
    // What is no plain text is left to those who know how to read it.
    .filter((values) => values.every(isPlain));
  const [first, ...others] = demands;
  return first && new Set(first.filter((arn) => others.every((values) => values.includes(arn))));
}

function isPlain(value: unknown): value is string {
  return typeof value === "string" && !value.includes("$");
}
