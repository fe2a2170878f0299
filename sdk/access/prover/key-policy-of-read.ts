import type { RawPolicy } from "../documents";

/** The condition key, in lower case, by which a statement demands secrets by name. */
export const CONTEXT_KEY = "kms:encryptioncontext:secretarn";

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

/** Whether a statement of a key's policy can match a decryption in one of these encryption contexts. */
export function mayMatch(statement: unknown, contextArns: readonly string[]): boolean {
  const condition = isMapping(statement) ? statement.Condition : undefined;
  if (!isMapping(condition)) return true;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      operator.toLowerCase() !== "stringequals" ||
      !isMapping(keys) ||
      Object.entries(keys).every(
        ([key, values]) =>
          key.toLowerCase() !== CONTEXT_KEY ||
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
