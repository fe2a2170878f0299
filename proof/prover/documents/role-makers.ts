import type { FederatedMaker, RoleMaker } from "../../domain/administrator";
import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import { subjectKeyOf } from "../../domain/web-identity";
import type { ParsedCondition, ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { type BehindAdministrators, behindAdministrators, mayMake } from "./behind-administrators";
import { accountOf, type Deployment } from "./deployment";

/** Who should administer an account, and who may come to. */
export interface Administration {
  account: string;
  /** ARNs of its named administrators. */
  named: string[];
  behind: BehindAdministrators;
  /** ARNs of the roles behind them that only declared principals assume. */
  closed: ReadonlySet<string>;
  /** Who was declared to assume a role, in any place that names it. */
  declared(roleArn: string): RoleMaker[];
  /** The same, including everyone in an account who was declared through it. */
  makersOf(roleArn: string): RoleMaker[];
  /** Accounts whose principals are all known. */
  wholeAccounts: string[];
}

export function administrationOf(deployment: Deployment, account: string): Administration {
  return {
    account,
    named: deployment.administrators.filter((arn) => accountOf(arn) === account),
    behind: behindAdministrators(deployment, account),
    closed: rolesOfDeclared(deployment, account),
    declared: deployment.makersOf,
    makersOf: (arn) => makersOf(deployment, arn),
    wholeAccounts: deployment.documents.wholeAccounts ?? [],
  };
}

/**
 * Who was declared to assume the role. If that is everyone in an account, they may also do so through the account's other roles,
 * if these let in nobody else.
 */
function makersOf(deployment: Deployment, roleArn: string): RoleMaker[] {
  const account = accountOf(roleArn);
  const declared = deployment.makersOf(roleArn);
  const isWhole =
    !deployment.administrators.includes(roleArn) && deployment.declaredAccounts.has(account);
  return isWhole ? [...declared, account] : declared;
}

/**
 * Roles behind the account's administrators that only declared principals can assume, as can be seen without the solver: everyone
 * in a statement of their trust policy is declared, or is a role for which the same is true.
 */
function rolesOfDeclared(deployment: Deployment, account: string): ReadonlySet<string> {
  const { roles } = behindAdministrators(deployment, account);
  const closed = new Map(roles.flatMap((role) => (role.trust ? [[role.arn, role] as const] : [])));
  for (let before = -1; before !== closed.size; ) {
    before = closed.size;
    for (const [arn, role] of closed) {
      if (!letsInDeclared(deployment, account, role, closed)) closed.delete(arn);
    }
  }
  return new Set(closed.keys());
}

function letsInDeclared(
  deployment: Deployment,
  account: string,
  role: RoleDocuments,
  closed: ReadonlyMap<string, RoleDocuments>,
): boolean {
  const makers = makersOf(deployment, role.arn);
  const isDeclaredUser = (arn: string) =>
    makers.includes(arn) ||
    makers.includes(accountOf(arn)) ||
    (deployment.administrators.includes(arn) && accountOf(arn) === account);
  /** All principals of an account are known or declared as a whole, but not who assumes its roles. */
  const isDeclaredAccount = (id: string) => {
    const isOf = ({ arn }: IdentityDocuments) => accountOf(arn) === id;
    const { roles, users } = behindAdministrators(deployment, account);
    return (
      (makers.includes(id) || (deployment.documents.wholeAccounts ?? []).includes(id)) &&
      roles.every((one) => !isOf(one) || closed.has(one.arn) || !mayMake(deployment, one, role)) &&
      users.every((one) => !isOf(one) || isDeclaredUser(one.arn) || !mayMake(deployment, one, role))
    );
  };
  const isDeclared = (entry: PrincipalEntry, statement: ParsedStatement): boolean => {
    switch (entry.kind) {
      case "deleted":
        return true;
      case "user":
        return isDeclaredUser(entry.arn);
      case "account":
        return isDeclaredAccount(entry.account);
      case "service":
        return makers.includes(entry.service);
      case "role":
        return closed.has(entry.arn);
      case "federated":
        return makers.some(
          (maker) =>
            typeof maker === "object" &&
            "provider" in maker &&
            maker.provider === entry.provider &&
            (maker.subject === "*" ||
              statement.conditions.some((condition) => demandsSubject(condition, maker))),
        );
      default:
        return false;
    }
  };
  return deployment.policies
    .trustOf(role)
    .every(({ statements }) =>
      statements.every(
        (statement) =>
          statement.effect === "Deny" ||
          (statement.principal?.negated === false &&
            statement.principal.entries.every((entry) => isDeclared(entry, statement))),
      ),
    );
}

/** Whether the condition only lets in declared subjects, literally. */
function demandsSubject(
  { comparison, ifExists, key, negated, set }: ParsedCondition,
  maker: FederatedMaker,
): boolean {
  return (
    key.name === subjectKeyOf(maker) &&
    comparison.type === "string" &&
    comparison.how !== "equalsIgnoreCase" &&
    !negated &&
    !ifExists &&
    set === undefined &&
    comparison.values.every(({ text }) => text === maker.subject && !text.includes("${"))
  );
}
