import { grouped, memoize } from "../../collections";
import type { IdentityDocuments, RoleDocuments, UserDocuments } from "../../domain/documents";
import type { ParsedCondition, ParsedPolicy, ParsedStatement } from "../../grammar/syntax";
import { accountOf, type Deployment } from "./deployment";
import { type FetchingIndex, indexFetching, thoseThatFetch } from "./identities-that-fetch";
import { openingKeys } from "./key-of-read";
import { nameOf } from "./names-of-principals";
import { type ReadTarget, rawResourcePolicyOf, resourcePolicyOf } from "./read-target";

interface Index {
  roles: FetchingIndex<RoleDocuments>;
  users: FetchingIndex<UserDocuments>;
  userByArn: Map<string, UserDocuments>;
  /** Whether there are control policies, which do not bind service-linked roles. */
  isControlled: boolean;
  /** Roles by the names that policies of secrets and keys may use for them: their ARN, or their name with or without the account. */
  byName: Map<string, RoleDocuments[]>;
}

/**
 * Roles whose documents can matter for a read. In the owner's account (and with control policies, among all service-linked
 * roles): those whose own policies may name the secret. Elsewhere: those that the secret's policies name or, if the secret's
 * policy lets in others than it names, those that its keys' policies name. What all others may do does not matter.
 */
export function rolesThatMayRead(deployment: Deployment, target: ReadTarget): RoleDocuments[] {
  const { isControlled, roles } = indexOf(deployment);
  const own = resourcePolicyOf(deployment, target);
  const policies = [
    rawResourcePolicyOf(target),
    // The key's policy cannot let in anybody whom the secret's policy does not.
    ...(own.every(namesEverybody)
      ? []
      : openingKeys(deployment, [target]).flatMap(({ grants, policy }) => [policy, grants])),
  ];
  return [
    ...thoseThatFetch(roles, target),
    ...(isControlled ? roles.serviceLinked() : []),
    ...policies.flatMap((policy) => namedBy(deployment, policy)),
  ];
}

/**
 * Users in the owner's account whose own policies may name the secret, and users that its policy names. What all others may do
 * does not matter.
 */
export function usersThatMayRead(deployment: Deployment, target: ReadTarget): UserDocuments[] {
  const { users, userByArn } = indexOf(deployment);
  const named = usersNamed(rawResourcePolicyOf(target));
  return [...thoseThatFetch(users, target), ...named.flatMap((arn) => userByArn.get(arn) ?? [])];
}

/** Roles in the documents whose ARN, or the ARN of one of their sessions, is in the policy, or whose name follows a wildcard there. */
export function namedBy(deployment: Deployment, policy: unknown): RoleDocuments[] {
  if (typeof policy !== "object" || policy === null) return [];
  const { byName } = indexOf(deployment);
  return namesIn(policy).flatMap((name) => byName.get(name) ?? []);
}

/** The roles, and recursively everyone in the documents whom their trust policies name: it matters who can assume them. */
export function withAssumers(deployment: Deployment, roles: RoleDocuments[]): RoleDocuments[] {
  const found = new Set(roles);
  for (const { trust } of found) for (const maker of namedBy(deployment, trust)) found.add(maker);
  return [...found];
}

/** Everyone in the documents whom the trust policies of these roles name, recursively. */
export function makersNamedBy(
  deployment: Deployment,
  roles: RoleDocuments[],
): { roles: RoleDocuments[]; users: UserDocuments[] } {
  const { userByArn } = indexOf(deployment);
  const all = withAssumers(deployment, roles);
  const named = all.flatMap(({ trust }) => usersNamed(trust));
  return { roles: all, users: [...new Set(named)].flatMap((arn) => userByArn.get(arn) ?? []) };
}

function usersNamed(policy: unknown): string[] {
  return typeof policy === "object" && policy !== null ? usersIn(policy) : [];
}

/** Roles and users that are asked about one by one: those that may read, or all if the target's policy lets in others than it names. */
export function identitiesThatMayRead(
  deployment: Deployment,
  target: ReadTarget,
): IdentityDocuments[] {
  const { roles, users } = deployment;
  const own = accountOf(target.of.arn);
  const isNaming = resourcePolicyOf(deployment, target).every(({ statements }) =>
    statements.every((one) => isNamingBut(own, one)),
  );
  if (!isNaming) return [...roles, ...users];
  const policies = JSON.stringify(target.of);
  return [
    ...new Set<IdentityDocuments>([
      ...rolesThatMayRead(deployment, target),
      ...usersThatMayRead(deployment, target),
      ...users.filter(({ arn }) => policies.includes(arn)),
    ]),
  ];
}

/** Kinds of principal entries that let in roles without their ARN. */
const BROAD = ["any", "account", "session"];

/** Whether every ARN that the policy lets in is literally in it. */
export function namesEverybody({ statements }: ParsedPolicy): boolean {
  return areNaming(statements);
}

const areNaming = memoize((statements: ParsedStatement[]) =>
  statements.every((statement) => isNamingBut(undefined, statement)),
);

/**
 * The same for one statement, which may also let in the account as a whole. In its own account, that gives nobody more rights
 * than they have.
 */
function isNamingBut(
  account: string | undefined,
  { conditions, effect, principal }: ParsedStatement,
): boolean {
  return (
    effect === "Deny" ||
    conditions.some(namesPrincipals) ||
    (principal?.negated === false &&
      principal.entries.every(
        (entry) =>
          !BROAD.includes(entry.kind) || (entry.kind === "account" && entry.account === account),
      ))
  );
}

/** Whether the statement allows nothing to any role or user of the account: it names those that it lets in, or their accounts. */
export function letsInOthersOnly(
  { conditions, effect, principal }: ParsedStatement,
  account: string,
): boolean {
  if (effect === "Deny" || !principal || principal.negated) return false;
  const isOther = (arn: string) => accountOf(arn) !== account;
  const isNamed = conditions.some(
    (condition) => namesPrincipals(condition) && conditionArns(condition).every(isOther),
  );
  return (
    isNamed ||
    principal.entries.every((entry) => {
      if (entry.kind === "any") return false;
      if (entry.kind === "account") return entry.account !== account;
      return "arn" in entry ? isOther(entry.arn) : true;
    })
  );
}

function conditionArns({ comparison }: ParsedCondition): string[] {
  return comparison.type === "string" || comparison.type === "arn"
    ? comparison.values.map(({ text }) => text)
    : [];
}

function namesPrincipals({ comparison, ifExists, key, negated, set }: ParsedCondition): boolean {
  if (key.name !== "aws:principalarn" || negated || ifExists || set === "ForAllValues")
    return false;
  if (comparison.type === "string" && comparison.how === "equalsIgnoreCase") return false;
  return (
    (comparison.type === "string" || comparison.type === "arn") &&
    comparison.values.every(({ literal, text }) => literal === text)
  );
}

/** ARNs of roles and users in JSON, in which quotes and backslashes of paths are escaped. */
const ROLE_ARN = /arn:aws[a-z-]*:iam::\d{12}:role\/(?:[^"\\\s*?]|\\["\\])+/g;
const USER_ARN = /arn:aws[a-z-]*:iam::\d{12}:user\/(?:[^"\\\s*?]|\\["\\])+/g;
const arnsIn = (text: string, arns: RegExp) =>
  [...text.matchAll(arns)].map(([arn]) => JSON.parse(`"${arn}"`) as string);
const usersIn = memoize((policy: object) => arnsIn(JSON.stringify(policy), USER_ARN));
const SESSION_ARN = /arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([^"\\\s*?/]+)/g;
const NAME_AFTER_WILDCARD = /"arn:[^"]*[*?}][^"]*\/([^"\\*?}/]+)"/g;
/** The names in a policy with which `namedBy` finds roles: ARNs and, in lower case, names with or without their account. */
export const namesIn = memoize((policy: object) => {
  const text = JSON.stringify(policy);
  const sessions = [...text.matchAll(SESSION_ARN)].map(([, account, name = ""]) =>
    `${account} ${name}`.toLowerCase(),
  );
  const names = [...text.matchAll(NAME_AFTER_WILDCARD)].map(([, name = ""]) => name.toLowerCase());
  return [...arnsIn(text, ROLE_ARN), ...sessions, ...names];
});

const indexOf = memoize(
  (deployment: Deployment): Index => ({
    roles: indexFetching(deployment.policies, deployment.roles),
    users: indexFetching(deployment.policies, deployment.users),
    userByArn: new Map(deployment.users.map((user) => [user.arn, user])),
    isControlled: hasControlPolicies(deployment),
    byName: grouped(deployment.roles, ({ arn }) => {
      const name = nameOf(arn).toLowerCase();
      return [arn, name, `${accountOf(arn)} ${name}`];
    }),
  }),
);

function hasControlPolicies({ documents: { organization } }: Deployment): boolean {
  const { resourceControlPolicies, serviceControlPolicies } = organization ?? {};
  return [...(resourceControlPolicies ?? []), ...(serviceControlPolicies ?? [])].some(
    ({ levels }) => levels.length > 0,
  );
}
