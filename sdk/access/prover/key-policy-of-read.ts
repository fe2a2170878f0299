import type { RawPolicy } from "../documents";

/**
 * The part of a key's policy that can matter to decryptions in these encryption contexts, given as secrets' ARNs: without the
 * statements that demand other secrets by name. They match no such request, so leaving them out changes no answer about one.
 */
export function keyPolicyOfRead(policy: RawPolicy, contextArns: readonly string[]): RawPolicy {
  if (!isMapping(policy) || !Array.isArray(policy.Statement)) return policy;
  const statements: unknown[] = policy.Statement;
  const Statement = statements.filter((one) => mayMatch(one, contextArns));
  return Statement.length === statements.length ? policy : { ...policy, Statement };
}

function mayMatch(statement: unknown, contextArns: readonly string[]): boolean {
  const condition = isMapping(statement) ? statement.Condition : undefined;
  if (!isMapping(condition)) return true;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      operator.toLowerCase() !== "stringequals" ||
      !isMapping(keys) ||
      Object.entries(keys).every(
        ([key, values]) =>
          key.toLowerCase() !== "kms:encryptioncontext:secretarn" ||
          // What is no plain text is left to those who know how to read it.
          [values].flat().some((one) => !isPlain(one) || contextArns.includes(one)),
      ),
  );
}

function isPlain(value: unknown): value is string {
  return typeof value === "string" && !value.includes("$");
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
