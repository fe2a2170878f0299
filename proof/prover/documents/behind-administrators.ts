import { getOrMake, memoize } from "../../collections";
import type { IdentityDocuments, RoleDocuments, UserDocuments } from "../../domain/documents";
import type { ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { accountOf, type Deployment } from "./deployment";
import { mayTakeIn } from "./may-match";
import { ASSUME_ROLE_ACTIONS } from "./read-target";

/** Principals in the documents that may get an administrator's session, one role after another; the administrators' roles first. */
export interface BehindAdministrators {
  roles: RoleDocuments[];
  users: UserDocuments[];
  /** The largest number of sessions on a shortest way from an administrator's back to any of these. */
  steps: number;
}

/**
 * All principals in the documents that may get a session of an administrator of the account. Ignores conditions and denials.
 * Others can only get one by rights that are not in the documents.
 */
export function behindAdministrators(
  deployment: Deployment,
  account: string,
): BehindAdministrators {
  return getOrMake(byAccount(deployment), account, () => find(deployment, account));
}

const byAccount = memoize((_: Deployment) => new Map<string, BehindAdministrators>());

function find(deployment: Deployment, account: string): BehindAdministrators {
  const named = deployment.administrators.filter((arn) => accountOf(arn) === account);
  const roles = new Set(named.flatMap((arn) => deployment.role(arn) ?? []));
  const users = new Set<UserDocuments>();
  let steps = 0;
  for (let last = [...roles]; last.length > 0; steps++) {
    const made = last;
    const isMaker = (one: IdentityDocuments) => made.some((role) => mayMake(deployment, one, role));
    last = deployment.roles.filter((role) => !roles.has(role) && isMaker(role));
    for (const role of last) roles.add(role);
    for (const user of deployment.users) if (isMaker(user)) users.add(user);
  }
  return { roles: [...roles], users: [...users], steps };
}

/** Whether the role or user may assume the role: by name or, if the trust policy does not name it, by its own rights. */
export function mayMake(
  deployment: Deployment,
  one: IdentityDocuments,
  role: RoleDocuments,
): boolean {
  if (one.arn === role.arn) return false;
  if (JSON.stringify(role.trust ?? null).includes(JSON.stringify(one.arn))) return true;
  const isNamedOtherwise = (entry: PrincipalEntry) => {
    if (entry.kind === "session") return one.arn.endsWith(`/${entry.roleName}`);
    const isBroad =
      entry.kind === "any" || (entry.kind === "account" && entry.account === accountOf(one.arn));
    return isBroad && mayAssume(deployment, one, role.arn);
  };
  return deployment.policies.trustOf(role).some(({ statements }) =>
    statements.some(({ effect, principal }) => {
      if (effect === "Deny") return false;
      if (!principal || principal.negated) return mayAssume(deployment, one, role.arn);
      return principal.entries.some(isNamedOtherwise);
    }),
  );
}

function mayAssume(deployment: Deployment, one: IdentityDocuments, roleArn: string): boolean {
  return assumingStatements(deployment, one).some(
    ({ resource }) => resource === undefined || mayTakeIn(resource, roleArn),
  );
}

const known = memoize((_: Deployment) => new Map<IdentityDocuments, ParsedStatement[]>());

/** The statements of a role's or user's policies that allow assuming other roles; mostly none. */
function assumingStatements(deployment: Deployment, one: IdentityDocuments): ParsedStatement[] {
  return getOrMake(known(deployment), one, () =>
    deployment.policies
      .heldBy(one)
      .flatMap(({ statements }) =>
        statements.filter(
          ({ action, effect }) =>
            effect === "Allow" && mayTakeIn(action, ASSUME_ROLE_ACTIONS.alone),
        ),
      ),
  );
}
