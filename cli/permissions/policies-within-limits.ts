import { sizeQuotas } from "iam-proof/quotas";
import type { Condition } from "./calls/call";

/** The most managed policies of a role, unless the account's quota is raised. */
export const MOST_POLICIES = 10;

export interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: Condition;
}

export interface IdentityPolicy {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** Splits statements into policies that are short enough for managed policies. */
export function policiesWithinLimits(statements: readonly Statement[]): IdentityPolicy[] {
  const policies: IdentityPolicy[] = [];
  for (const statement of statements.flatMap(shortStatements)) {
    const last = policies.at(-1);
    if (last && isShort([...last.Statement, statement])) last.Statement.push(statement);
    else policies.push(policyOf([statement]));
  }
  return policies;
}

/** Splits a statement that has too many resources. */
function shortStatements(statement: Statement): Statement[] {
  if (isShort([statement]) || statement.Resource.length < 2) return [statement];
  const middle = Math.ceil(statement.Resource.length / 2);
  return [statement.Resource.slice(0, middle), statement.Resource.slice(middle)].flatMap(
    (Resource) => shortStatements({ ...statement, Resource }),
  );
}

function isShort(statements: Statement[]): boolean {
  return JSON.stringify(policyOf(statements)).length <= sizeQuotas.managedPolicy.default;
}

function policyOf(statements: Statement[]): IdentityPolicy {
  return { Version: "2012-10-17", Statement: statements };
}
