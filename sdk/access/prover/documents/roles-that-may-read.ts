import type { RoleDocuments, UserDocuments } from "../../domain/documents";
import type { ParsedCondition, ParsedPolicy, ParsedStatement, Pattern } from "../../grammar/syntax";
import { accountOf, type Deployment, policiesHeldBy, readDocument } from "./deployment";
import { mayTakeIn } from "./may-match";
import { FETCHING_ACTIONS, fetchesOf, type ReadTarget } from "./read-target";

/** Those of whose own policies it is not sure that they cannot fetch any value. */
interface Fetching<Identity> {
  /** By the resources that their policies name, letter by letter. */
  byLiteral: Map<string, Identity[]>;
  /** Those whose policies name resources by wildcards, variables or exception: by account, and service-linked ones together. */
  loose: Map<string, Identity[]>;
}

interface Index {
  roles: Fetching<RoleDocuments>;
  users: Fetching<UserDocuments>;
  /** Whether there are control policies, from which service-linked roles are excepted. */
  isControlled: boolean;
  /** Roles by the ARN under which policies of secrets and keys may name them. */
  byArn: Map<string, RoleDocuments>;
}

/** No account's id. */
const SERVICE_LINKED = "service-linked";

function isServiceLinked(arn: string): boolean {
  return arn.includes(":role/aws-service-role/");
}

const indexes = new WeakMap<Deployment, Index>();

/**
 * Roles whose documents can matter for a read: of the owner's account, and where there are control policies service-linked
 * ones of any, those whose own policies may name the secret; of others those that the policies of the secret name, or its
 * key's where the secret's lets in others than it names. Of all others it does not matter what they may do.
 */
export function rolesThatMayRead(deployment: Deployment, target: ReadTarget): RoleDocuments[] {
  const { kind, of } = target;
  const { isControlled, roles } = indexOf(deployment);
  const own =
    kind === "secret" ? readDocument("resource", "resource policy", of.arn, of.policy) : [];
  const policies = [
    kind === "secret" ? of.policy : null,
    // Whom the secret's policy cannot let in, the key's cannot either.
    of.key && !own.every(namesEverybody) ? deployment.key(of.key)?.policy : null,
  ];
  const account = accountOf(of.arn);
  return [
    ...[
      ...thoseThatFetch(roles, target),
      ...(isControlled ? (roles.loose.get(SERVICE_LINKED) ?? []) : []),
    ].filter(({ arn }) => accountOf(arn) === account || (isControlled && isServiceLinked(arn))),
    ...policies.flatMap((policy) => namedBy(deployment, policy)),
  ];
}

/** Users of the owner's account whose own policies may name the secret. Of all others it does not matter what they may do. */
export function usersThatMayRead(deployment: Deployment, target: ReadTarget): UserDocuments[] {
  const account = accountOf(target.of.arn);
  return thoseThatFetch(indexOf(deployment).users, target).filter(
    ({ arn }) => accountOf(arn) === account,
  );
}

function thoseThatFetch<Identity>(
  { byLiteral, loose }: Fetching<Identity>,
  target: ReadTarget,
): Identity[] {
  return [
    ...fetchesOf(target).flatMap(({ resource }) => byLiteral.get(resource) ?? []),
    ...(loose.get(accountOf(target.of.arn)) ?? []),
  ];
}

/** Roles of the documents whose ARN stands in the policy. */
export function namedBy(deployment: Deployment, policy: unknown): RoleDocuments[] {
  const { byArn } = indexOf(deployment);
  return arnsIn(policy).flatMap((arn) => byArn.get(arn) ?? []);
}

/** The roles, and in turn whoever of the documents their trust policies name: it matters who can become these. */
export function withAssumers(deployment: Deployment, roles: RoleDocuments[]): RoleDocuments[] {
  const found = new Set(roles);
  for (const { trust } of found) for (const maker of namedBy(deployment, trust)) found.add(maker);
  return [...found];
}

/** Kinds of entries that let in roles whose ARN they do not tell. */
const BROAD = ["any", "account", "session"];

const naming = new WeakMap<ParsedStatement[], boolean>();

/** Whether every ARN that the policy lets in stands in it, letter by letter. */
export function namesEverybody({ statements }: ParsedPolicy): boolean {
  const known =
    naming.get(statements) ??
    statements.every(
      ({ conditions, effect, principal }) =>
        effect === "Deny" ||
        conditions.some(namesPrincipals) ||
        (principal?.negated === false &&
          principal.entries.every(({ kind }) => !BROAD.includes(kind))),
    );
  naming.set(statements, known);
  return known;
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

/** A role's ARN in JSON, where quotes and backslashes of its path are escaped. */
const ROLE_ARN = /arn:aws[a-z-]*:iam::\d{12}:role\/(?:[^"\\\s*?]|\\["\\])+/g;
const arnsByDocument = new WeakMap<object, string[]>();

function arnsIn(policy: unknown): string[] {
  if (typeof policy !== "object" || policy === null) return [];
  const known =
    arnsByDocument.get(policy) ??
    [...JSON.stringify(policy).matchAll(ROLE_ARN)].map(([arn]) => JSON.parse(`"${arn}"`) as string);
  arnsByDocument.set(policy, known);
  return known;
}

function indexOf(deployment: Deployment): Index {
  const known = indexes.get(deployment);
  if (known) return known;
  const index = {
    roles: fetching(deployment, deployment.roles),
    users: fetching(deployment, deployment.users),
    isControlled: hasControlPolicies(deployment),
    byArn: new Map(deployment.roles.map((role) => [role.arn, role])),
  };
  indexes.set(deployment, index);
  return index;
}

function fetching<Identity extends UserDocuments>(
  deployment: Deployment,
  identities: Identity[],
): Fetching<Identity> {
  const found: Fetching<Identity> = { byLiteral: new Map(), loose: new Map() };
  for (const identity of identities) {
    const { isLoose, literals } = resourcesOf(deployment, identity);
    for (const literal of literals) add(found.byLiteral, literal, identity);
    if (!isLoose) continue;
    add(found.loose, accountOf(identity.arn), identity);
    if (isServiceLinked(identity.arn)) add(found.loose, SERVICE_LINKED, identity);
  }
  return found;
}

function hasControlPolicies({ documents: { organization } }: Deployment): boolean {
  const { resourceControlPolicies, serviceControlPolicies } = organization ?? {};
  return [...(resourceControlPolicies ?? []), ...(serviceControlPolicies ?? [])].length > 0;
}

/** The resources of which an identity's own policies may let it fetch a value. */
interface Resources {
  literals: Set<string>;
  isLoose: boolean;
}

function resourcesOf(deployment: Deployment, identity: UserDocuments): Resources {
  const all: Resources = { literals: new Set(), isLoose: false };
  for (const { statements } of policiesHeldBy(deployment, identity)) {
    const { isLoose, literals } = resourcesIn(statements);
    all.isLoose ||= isLoose;
    for (const literal of literals) all.literals.add(literal);
  }
  return all;
}

const resources = new WeakMap<ParsedStatement[], Resources>();

/** Many identities have the same policy. */
function resourcesIn(statements: ParsedStatement[]): Resources {
  const known = resources.get(statements);
  if (known) return known;
  const found: Resources = { literals: new Set(), isLoose: false };
  resources.set(statements, found);
  for (const { action, effect, resource } of statements) {
    const mayFetch = FETCHING_ACTIONS.some((one) => mayTakeIn(action, one));
    if (effect === "Deny" || !mayFetch) continue;
    if (!resource || resource.negated) found.isLoose = true;
    for (const pattern of resource?.patterns ?? []) {
      if (pattern.literal === undefined) found.isLoose ||= mayBeSecret(pattern);
      else found.literals.add(pattern.literal);
    }
  }
  return found;
}

/** Patterns that begin with the ARN of another service cannot match a secret or parameter. */
function mayBeSecret({ text }: Pattern): boolean {
  const service = /^arn:[^:*?$]+:([^:*?$]+):/.exec(text)?.[1];
  return service === undefined || service === "secretsmanager" || service === "ssm";
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
