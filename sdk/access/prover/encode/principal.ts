import type { PrincipalElement, PrincipalEntry } from "../../grammar/syntax";
import { always, and, type Formula, never, not, or } from "../formula";
import type { SymbolicPrincipal } from "../symbolic-principal";
import { constantPattern, stepsPattern, textSteps } from "../text-pattern";

/**
 * How a statement names a principal: `direct`, the very user or session, which nothing in its own account limits;
 * `named`, otherwise by itself; `account`, only through the account, which then decides.
 */
export type Naming = "direct" | "named" | "account";

/** When a statement names the principal, and how. A statement of an identity policy speaks of whoever has the policy. */
export function principalNamings(
  element: PrincipalElement | undefined,
  principal: SymbolicPrincipal,
): Record<Naming, Formula> {
  if (!element) return { direct: never, named: always, account: never };
  if (element.negated) {
    return { direct: never, named: not(isExcepted(element.entries, principal)), account: never };
  }
  const by = (naming: Naming) =>
    or(
      ...element.entries
        .filter((entry) => namingOf(entry) === naming)
        .map((entry) => isNamed(entry, principal)),
    );
  return { direct: by("direct"), named: by("named"), account: by("account") };
}

function namingOf({ kind }: PrincipalEntry): Naming {
  if (kind === "account") return "account";
  return kind === "user" || kind === "session" || kind === "federatedUser" ? "direct" : "named";
}

function isNamed(entry: PrincipalEntry, principal: SymbolicPrincipal): Formula {
  const { arn, kinds, provider, service, sessionName } = principal;
  switch (entry.kind) {
    case "any":
      return always;
    case "account":
      return and(principal.hasArn, principal.account.matches(constantPattern(entry.account)));
    case "role":
      return and(kinds.session, arn.matches(constantPattern(entry.arn)));
    case "session":
      return and(isRole(entry, principal), sessionName.matches(constantPattern(entry.sessionName)));
    case "user":
      return and(kinds.user, arn.matches(constantPattern(entry.arn)));
    case "federatedUser":
      return and(kinds.federatedUser, arn.matches(constantPattern(entry.arn)));
    case "service":
      return and(kinds.service, service.matches(constantPattern(entry.service)));
    case "federated":
      return and(kinds.federated, provider.matches(constantPattern(entry.provider)));
    case "deleted":
      return never;
  }
}

/** That the principal is a session of the role, whose path an assumed-role ARN does not tell. */
function isRole(
  { account, roleName }: { account: string; roleName: string },
  { arn, kinds }: SymbolicPrincipal,
): Formula {
  const name = textSteps(roleName, false);
  const any = { class: { kind: "any" as const }, many: true };
  const start = [...textSteps("arn:", false), any, ...textSteps(`:iam::${account}:role/`, false)];
  const nested = [...start, any, ...textSteps("/", false), ...name];
  return and(
    kinds.session,
    or(arn.matches(stepsPattern([...start, ...name])), arn.matches(stepsPattern(nested))),
  );
}

/** `NotPrincipal` excepts only whom it lists in full: the account, then the role or user, then the session if it lists any. */
function isExcepted(entries: PrincipalEntry[], principal: SymbolicPrincipal): Formula {
  const lists = (kind: PrincipalEntry["kind"]) =>
    or(...entries.filter((entry) => entry.kind === kind).map((entry) => isNamed(entry, principal)));
  const { kinds } = principal;
  const sessionsOfRole = entries.filter((entry) => entry.kind === "session");
  return or(
    ...entries.filter(({ kind }) => kind === "any").map(() => always),
    and(kinds.service, lists("service")),
    and(kinds.root, lists("account")),
    and(kinds.user, lists("account"), lists("user")),
    and(kinds.federated, lists("federated")),
    and(kinds.federatedUser, lists("account"), lists("federatedUser")),
    and(
      kinds.session,
      lists("account"),
      lists("role"),
      or(not(or(...sessionsOfRole.map((entry) => isRole(entry, principal)))), lists("session")),
    ),
  );
}
