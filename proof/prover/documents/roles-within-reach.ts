import { addTo, memoize } from "../../collections";
import type { RoleDocuments } from "../../domain/documents";
import { entryName, mayMean } from "../../grammar/principal";
import type { ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { accountOf } from "./deployment";
import { mayTakeIn } from "./may-match";
import type { Policies } from "./policies";
import { ASSUME_ROLE_ACTIONS } from "./read-target";

/** A start for going from role to role: a role, or anyone in an account. */
export interface Start {
  account: string;
  role?: RoleDocuments;
}

/**
 * The roles that can be reached, one after another, with the least number of steps. Ignores conditions, denials and tags: they
 * may rule out some of these roles but cannot add any.
 */
export function rolesWithinReach(
  policies: Policies,
  roles: RoleDocuments[],
  starts: Start[],
): Map<RoleDocuments, number> {
  const reached = new Map<RoleDocuments, number>();
  const makers = starts.map((start) => ({ start, steps: 0 }));
  for (const { start, steps } of makers) {
    for (const role of roles) {
      if (reached.has(role) || !mayBecome(policies, start, role)) continue;
      reached.set(role, steps + 1);
      makers.push({ start: { account: accountOf(role.arn), role }, steps: steps + 1 });
    }
  }
  return reached;
}

/** The number of steps on the longest way to one of the roles through these trust policies; undefined if there may be a circle. */
export function longestWay(
  policies: Policies,
  goals: readonly RoleDocuments[],
  all: RoleDocuments[],
): number | undefined {
  let last = goals;
  for (let steps = 0; steps <= all.length; steps++) {
    last = rolesLetInBy(policies, last, all);
    if (last.length === 0) return steps;
  }
  return undefined;
}

/** The roles, and all others whose sessions may reach one of them, one after another, according to their trust policies. */
export function rolesThatMayBecome(
  policies: Policies,
  goals: readonly RoleDocuments[],
  all: RoleDocuments[],
): RoleDocuments[] {
  const found = new Set(goals);
  let last = goals;
  while (last.length > 0) {
    last = rolesLetInBy(policies, last, all).filter((role) => !found.has(role));
    for (const role of last) found.add(role);
  }
  return [...found];
}

/**
 * Roles of which nobody can get a session, through any number of others. Their trust policies only let in roles of this kind, or
 * roles that may not assume them. Ignores conditions and denials, which could only add roles.
 */
export function rolesWithoutSessions(
  policies: Policies,
  roles: readonly RoleDocuments[],
): RoleDocuments[] {
  const known = new Map(roles.map((role) => [role.arn, role]));
  const makers = new Map(roles.map((role) => [role, makersOf(policies, role, known)]));
  const made = new Map<RoleDocuments, RoleDocuments[]>();
  const reached = new Set<RoleDocuments>();
  for (const [role, by] of makers) {
    if (by === "others") reached.add(role);
    else for (const maker of by) addTo(made, maker, role);
  }
  for (const maker of reached) for (const role of made.get(maker) ?? []) reached.add(role);
  return roles.filter((role) => !reached.has(role));
}

/** The most chains that are distinguished. */
const MANY = 1_000;

/**
 * The number of roles in the longest chain in which only one role may create a session of the next, up to `most`. The chain ends
 * at a role that others may assume, too.
 */
export function longestChain(
  policies: Policies,
  roles: readonly RoleDocuments[],
  most: number,
): number {
  const known = new Map(roles.map((role) => [role.arn, role]));
  const makers = new Map(roles.map((role) => [role, makersOf(policies, role, known)]));
  let longest = 0;
  let chains = roles.map((role) => [role]);
  while (chains.length > 0 && longest < most) {
    longest++;
    chains = chains.flatMap((chain) => {
      const by = makers.get(chain.at(-1) as RoleDocuments);
      return !by || by === "others"
        ? []
        : by.filter((maker) => !chain.includes(maker)).map((maker) => [...chain, maker]);
    });
    if (chains.length > MANY) return most;
  }
  return longest;
}

/** The known roles that may create a session of the role, or that others may, too. */
function makersOf(
  policies: Policies,
  role: RoleDocuments,
  known: ReadonlyMap<string, RoleDocuments>,
): RoleDocuments[] | "others" {
  if (role.trust === null || role.trust === undefined) return "others";
  const makers: RoleDocuments[] = [];
  for (const { statements } of policies.trustOf(role)) {
    for (const { effect, principal } of statements) {
      if (effect === "Deny") continue;
      if (!principal || principal.negated) return "others";
      for (const entry of principal.entries) {
        if (entry.kind === "deleted") continue;
        const maker = entry.kind === "role" ? known.get(entry.arn) : undefined;
        if (!maker) return "others";
        if (mayBecome(policies, { account: accountOf(maker.arn), role: maker }, role))
          makers.push(maker);
      }
    }
  }
  return makers;
}

/** Which of these roles the trust policies may let in, whatever their rights. Sessions of the others create none of these roles. */
export function rolesLetInBy(
  policies: Policies,
  trusting: readonly RoleDocuments[],
  all: RoleDocuments[],
): RoleDocuments[] {
  const named = new Set<string>();
  const others = new Map<string, PrincipalEntry>();
  for (const role of trusting) {
    for (const { statements } of policies.trustOf(role)) {
      for (const { effect, principal } of statements) {
        if (effect === "Deny") continue;
        if (!principal || principal.negated) return all;
        for (const entry of principal.entries) {
          if (entry.kind === "role") named.add(entry.arn);
          else others.set(entryName(entry), entry);
        }
      }
    }
  }
  const isLetIn = (role: RoleDocuments) => {
    const maker = { account: accountOf(role.arn), role };
    return named.has(role.arn) || [...others.values()].some((entry) => mayName(entry, maker));
  };
  const found = all.filter(isLetIn);
  return found.length === all.length ? all : found;
}

/** Whether the trust policy may let in somebody through such an entry. */
export function mayLetIn(
  policies: Policies,
  role: RoleDocuments,
  isSuch: (entry: PrincipalEntry) => boolean,
): boolean {
  return policies
    .trustOf(role)
    .some(({ statements }) =>
      statements.some(({ effect, principal }) => effect === "Allow" && mayMean(principal, isSuch)),
    );
}

/** Whether the trust policy may let in a service. */
export function mayLetInService(policies: Policies, role: RoleDocuments): boolean {
  return mayLetIn(policies, role, ({ kind }) => kind === "any" || kind === "service");
}

/** Kinds of principal entries that may name role sessions. */
const ROLES: PrincipalEntry["kind"][] = ["any", "account", "role", "session"];

/** Whether the trust policy may let in role sessions. */
export function mayLetInRoles(policies: Policies, role: RoleDocuments): boolean {
  return mayLetIn(policies, role, ({ kind }) => ROLES.includes(kind));
}

function mayBecome(policies: Policies, maker: Start, role: RoleDocuments): boolean {
  const hasRights = maker.role === undefined || mayAssume(policies, maker.role, role.arn);
  if (!hasRights && maker.account !== accountOf(role.arn)) return false;
  if (role.trust === null || role.trust === undefined) return hasRights;
  // Within an account, a principal that a trust policy names needs no rights of its own.
  return mayLetIn(
    policies,
    role,
    (entry) => mayName(entry, maker) && (hasRights || entry.kind !== "account"),
  );
}

/** Whether the role's own policies may let it assume another one. */
function mayAssume({ heldBy }: Policies, role: RoleDocuments, arn: string): boolean {
  return heldBy(role).some(({ statements }) =>
    assumingIn(statements).some(({ resource }) => !resource || mayTakeIn(resource, arn)),
  );
}

const assumingIn = memoize((statements: ParsedStatement[]) =>
  statements.filter(
    ({ action, effect }) => effect === "Allow" && mayTakeIn(action, ASSUME_ROLE_ACTIONS.alone),
  ),
);

function mayName(entry: PrincipalEntry, { account, role }: Start): boolean {
  switch (entry.kind) {
    case "any":
      return true;
    case "account":
      return entry.account === account;
    case "role":
      return role ? entry.arn === role.arn : accountOf(entry.arn) === account;
    case "session":
      return entry.account === account && (!role || role.arn.endsWith(`/${entry.roleName}`));
    case "user":
    case "federatedUser":
      return !role && accountOf(entry.arn) === account;
    default:
      return false;
  }
}
