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
  /** Whether there are control policies, from which service-linked roles are excepted. */
  isControlled: boolean;
  /** Roles by what policies of secrets and keys may name them by: their ARN, or their name with the account or without. */
  byName: Map<string, RoleDocuments[]>;
}

/**
 * Roles whose documents can matter for a read: of the owner's account, and where there are control policies service-linked
 * ones of any, those whose own policies may name the secret; of others those that the policies of the secret name, or
 * those of its keys where the secret's lets in others than it names. Of all others it does not matter what they may do.
 */
export function rolesThatMayRead(deployment: Deployment, target: ReadTarget): RoleDocuments[] {
  const { isControlled, roles } = indexOf(deployment);
  const own = resourcePolicyOf(deployment, target);
  const policies = [
    rawResourcePolicyOf(target),
    // Whom the secret's policy cannot let in, the key's cannot either.
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

/** Users of the owner's account whose own policies may name the secret, and those that its policy names. Of all others it does not matter what they may do. */
export function usersThatMayRead(deployment: Deployment, target: ReadTarget): UserDocuments[] {
  const { users, userByArn } = indexOf(deployment);
  const named = usersNamed(rawResourcePolicyOf(target));
  return [...thoseThatFetch(users, target), ...named.flatMap((arn) => userByArn.get(arn) ?? [])];
}

/** Roles of the documents whose ARN stands in the policy, or the ARN of a session of theirs, or their name after a wildcard. */
export function namedBy(deployment: Deployment, policy: unknown): RoleDocuments[] {
  if (typeof policy !== "object" || policy === null) return [];
  const { byName } = indexOf(deployment);
  return namesIn(policy).flatMap((name) => byName.get(name) ?? []);
}

/** The roles, and in turn whoever of the documents their trust policies name: it matters who can become these. */
export function withAssumers(deployment: Deployment, roles: RoleDocuments[]): RoleDocuments[] {
  const found = new Set(roles);
  for (const { trust } of found) for (const maker of namedBy(deployment, trust)) found.add(maker);
  return [...found];
}

/** Whoever of the documents the trust policies of these roles name, and of those roles in turn. */
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

/**
 * Roles and users that it is asked of one by one who reads: those that may, or all where the policy of the target lets in others than it
 * names.
 */
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

/** Kinds of entries that let in roles whose ARN they do not tell. */
const BROAD = ["any", "account", "session"];

/** Whether every ARN that the policy lets in stands in it, letter by letter. */
export function namesEverybody({ statements }: ParsedPolicy): boolean {
  return areNaming(statements);
}

const areNaming = memoize((statements: ParsedStatement[]) =>
  statements.every((statement) => isNamingBut(undefined, statement)),
);

/** The same of one statement, which may let in the account as a whole besides: in its own, that gives nobody more rights than they have. */
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

/** Whether the statement allows nothing to any role or user of the account: it names whom it lets in, or their accounts. */
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

/** ARNs of roles and users in JSON, where quotes and backslashes of their paths are escaped. */
const ROLE_ARN = /arn:aws[a-z-]*:iam::\d{12}:role\/(?:[^"\\\s*?]|\\["\\])+/g;
const USER_ARN = /arn:aws[a-z-]*:iam::\d{12}:user\/(?:[^"\\\s*?]|\\["\\])+/g;
const arnsIn = (text: string, arns: RegExp) =>
  [...text.matchAll(arns)].map(([arn]) => JSON.parse(`"${arn}"`) as string);
const usersIn = memoize((policy: object) => arnsIn(JSON.stringify(policy), USER_ARN));
const SESSION_ARN = /arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([^"\\\s*?/]+)/g;
const NAME_AFTER_WILDCARD = /"arn:[^"]*[*?}][^"]*\/([^"\\*?}/]+)"/g;
/** Names in a policy by which `namedBy` finds roles: ARNs; and in lower case names, after their account or alone. */
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
