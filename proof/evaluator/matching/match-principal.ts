import type {
  ParsedCondition,
  ParsedStatement,
  PrincipalElement,
  PrincipalEntry,
} from "../../grammar/syntax";
import type { Subject } from "./subject";

/**
 * How a statement names a principal, which decides how strong its grant is:
 * - `direct`: the user or session itself, by ARN, or everyone with an `aws:PrincipalArn` that a condition demands; boundaries and
 *   session policies do not limit such a grant in its own account;
 * - `role`: the role of the session;
 * - `any`: everyone; AWS does not say whether boundaries and session policies limit such a grant;
 * - `account`: the account, which must then grant the access itself;
 * - `outside`: a service or a federated identity, which belongs to no account.
 */
export type Naming = "direct" | "role" | "any" | "account" | "outside";

/** If a statement names a principal in several ways, the strongest counts. */
const STRENGTH: Record<Naming, number> = { account: 0, role: 1, any: 2, outside: 3, direct: 4 };

/** How a statement's `Principal` or `NotPrincipal` includes the principal; undefined if it does not. */
export function matchPrincipal(
  element: PrincipalElement,
  { conditions, effect }: Pick<ParsedStatement, "conditions" | "effect">,
  subject: Subject,
  isBounded: boolean,
): Naming | undefined {
  if (element.negated) {
    // A Deny cannot except somebody with a boundary (IAM User Guide, access_policies_boundaries).
    if (isBounded && effect === "Deny") return "any";
    return isExcepted(element.entries, subject) ? undefined : "any";
  }
  let strongest: Naming | undefined;
  for (const entry of element.entries) {
    const found =
      entry.kind === "any" && conditions.some(demandsArn) ? "direct" : naming(entry, subject);
    if (found && (!strongest || STRENGTH[found] > STRENGTH[strongest])) strongest = found;
  }
  return strongest;
}

function demandsArn({ comparison, key, negated }: ParsedCondition): boolean {
  return key.name === "aws:principalarn" && !negated && comparison.type !== "null";
}

function naming(entry: PrincipalEntry, { principal, account }: Subject): Naming | undefined {
  switch (entry.kind) {
    case "any":
      return "any";
    case "account":
      return entry.account === account ? "account" : undefined;
    case "role":
      return principal.kind === "session" && principal.roleArn === entry.arn ? "role" : undefined;
    case "session":
      return principal.kind === "session" &&
        entry.account === account &&
        entry.roleName === roleName(principal.roleArn) &&
        entry.sessionName === (principal.sessionName ?? "session")
        ? "direct"
        : undefined;
    case "user":
      return principal.kind === "user" && principal.arn === entry.arn ? "direct" : undefined;
    case "federatedUser":
      return principal.kind === "federated" && principal.arn === entry.arn ? "direct" : undefined;
    case "service":
      return principal.kind === "service" && principal.service === entry.service
        ? "outside"
        : undefined;
    case "federated":
      return principal.kind === "federated" &&
        (principal.provider ?? principal.arn) === entry.provider
        ? "outside"
        : undefined;
    case "deleted":
      return undefined;
  }
}

/**
 * `NotPrincipal` excepts a principal only if it lists everything that AWS checks in turn: the account, then the user or role, and
 * the session if it lists any session of that role. So a list with only the account does not except the whole account.
 */
function isExcepted(entries: PrincipalEntry[], subject: Subject): boolean {
  const names = (kind: PrincipalEntry["kind"]) =>
    entries.some((entry) => entry.kind === kind && naming(entry, subject) !== undefined);
  if (entries.some((entry) => entry.kind === "any")) return true;
  const { principal, account } = subject;
  switch (principal.kind) {
    case "service":
      return names("service");
    case "anonymous":
      return false;
    case "root":
      return names("account");
    case "user":
      return names("account") && names("user");
    case "federated":
      return account === undefined
        ? names("federated")
        : names("account") && names("federatedUser");
    case "session": {
      const role = roleName(principal.roleArn);
      const listsSessions = entries.some(
        (entry) => entry.kind === "session" && entry.account === account && entry.roleName === role,
      );
      return names("account") && names("role") && (!listsSessions || names("session"));
    }
  }
}

/** The name that an assumed-role ARN contains: the role's, without its path. */
function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}
