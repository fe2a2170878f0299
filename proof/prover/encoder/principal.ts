import type { ParsedCondition, ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { always, and, type Formula, never, not, or } from "../solver/formula";
import type { SymbolicPrincipal, SymbolicRequest } from "../symbols/symbolic-request";
import { anySteps, arnPattern, type PatternStep, textSteps } from "../texts/text-pattern";
import { equalsText } from "../texts/text-value";

/**
 * How a statement names a principal. `direct`: it names this user or session, or everyone together with a condition on the ARN;
 * boundaries and session policies do not limit such a grant. `everyone`: it names all; AWS does not document whether they limit
 * such a grant. `named`: it names the principal in another way. `account`: it only names the account, whose own policies then
 * decide.
 */
export type Naming = "direct" | "everyone" | "named" | "account";

/** The namings of a statement that is about other requests. */
export const NOBODY: Record<Naming, Formula> = {
  direct: never,
  everyone: never,
  named: never,
  account: never,
};

/** For each way of naming: when the statement names the principal like this. In an identity policy, that is whoever has the policy. */
export function principalNamings(
  { conditions, effect, principal: element }: ParsedStatement,
  { isBounded = never, principal }: Pick<SymbolicRequest, "isBounded" | "principal">,
): Record<Naming, Formula> {
  if (!element) return { ...NOBODY, named: always };
  const { entries } = element;
  if (element.negated) {
    // A Deny cannot except somebody with a boundary (IAM User Guide, access_policies_boundaries).
    const excepted = isExcepted(entries, principal);
    const spared = effect === "Deny" ? and(excepted, not(isBounded)) : excepted;
    return { ...NOBODY, everyone: not(spared) };
  }
  const by = (naming: Naming) =>
    or(
      ...entries
        .filter((entry) => namingOf(entry) === naming)
        .map((entry) => isNamed(entry, principal)),
    );
  const everyone = by("everyone");
  return {
    direct: or(by("direct"), conditions.some(isOnArn) ? everyone : never),
    everyone,
    named: by("named"),
    account: by("account"),
  };
}

function isOnArn({ comparison, key, negated }: ParsedCondition): boolean {
  return key.name === "aws:principalarn" && !negated && comparison.type !== "null";
}

function namingOf({ kind }: PrincipalEntry): Naming {
  if (kind === "account") return "account";
  if (kind === "any") return "everyone";
  return kind === "user" || kind === "session" || kind === "federatedUser" ? "direct" : "named";
}

/** Says that the entry names the principal. */
export function isNamed(entry: PrincipalEntry, principal: SymbolicPrincipal): Formula {
  const { arn, kinds, provider, service, sessionName } = principal;
  switch (entry.kind) {
    case "any":
      return always;
    case "account":
      return and(principal.hasArn, equalsText(principal.account, entry.account));
    case "role":
      return and(kinds.session, equalsText(arn, entry.arn));
    case "session":
      return and(isRole(entry, principal), equalsText(sessionName, entry.sessionName));
    case "user":
      return and(kinds.user, equalsText(arn, entry.arn));
    case "federatedUser":
      return and(kinds.federatedUser, equalsText(arn, entry.arn));
    case "service":
      return and(kinds.service, equalsText(service, entry.service));
    case "federated":
      return and(kinds.federated, equalsText(provider, entry.provider));
    case "deleted":
      return never;
  }
}

/** The principal is a session of the role. An assumed-role ARN does not contain the role's path. */
function isRole(
  { account, roleName }: { account: string; roleName: string },
  { arn, kinds }: SymbolicPrincipal,
): Formula {
  const text = (constant: string) => textSteps(constant, false);
  const named = (...path: PatternStep[]) =>
    arnPattern([
      text("arn"),
      anySteps,
      text("iam"),
      [],
      text(account),
      [...text("role/"), ...path, ...text(roleName)],
    ]);
  return and(
    kinds.session,
    or(arn.matches(named()), arn.matches(named(...anySteps, ...text("/")))),
  );
}

/**
 * `NotPrincipal` only excepts principals that it lists in full: the account, then the role or user, and the session if it lists
 * any.
 */
function isExcepted(entries: PrincipalEntry[], principal: SymbolicPrincipal): Formula {
  const some = (
    kind: PrincipalEntry["kind"],
    is: (entry: PrincipalEntry) => Formula = (entry) => isNamed(entry, principal),
  ) => or(...entries.filter((entry) => entry.kind === kind).map((entry) => is(entry)));
  const { kinds } = principal;
  const isSessionLimited = some("session", (entry) =>
    entry.kind === "session" ? isRole(entry, principal) : never,
  );
  return or(
    some("any"),
    and(kinds.service, some("service")),
    and(kinds.root, some("account")),
    and(kinds.user, some("account"), some("user")),
    and(kinds.federated, some("federated")),
    and(kinds.federatedUser, some("account"), some("federatedUser")),
    and(kinds.session, some("account"), some("role"), or(not(isSessionLimited), some("session"))),
  );
}
