import { getOrMake, memoize } from "../collections";
import type { OrganizationDocuments } from "../domain/documents";
import { findByArn, findIdentity, groupsOf } from "../domain/documents-index";
import { OF_CALLER } from "../evaluator/matching/subject";
import { parsePolicy } from "../grammar/parse-policy";
import type {
  ParsedStatement,
  PatternElement,
  PolicyKind,
  PrincipalEntry,
  RawPolicy,
} from "../grammar/syntax";
import { parseArn } from "../names";
import { mayTakeIn } from "../prover/documents/may-match";
import { accountIn, accountOfActor } from "./actors";
import type { Actor, World } from "./change";
import { hasDenial } from "./worlds";

/*
 * What somebody may perhaps do. Conditions, denials and boundaries are not looked at, so that whoever is refused here is refused
 * whatever the request says beside.
 */

/** Whether the actor may possibly make the call on anything. */
export function mayTry(world: World, actor: Actor, action: string): boolean {
  const own = ownStatements(world, actor);
  if (own === "all" || own.some((policy) => allowsOf(policy)(action).length > 0)) return true;
  return ofService(world, action).some((one) => namedIn(one, actor));
}

/** Whether the actor may possibly make the call on the resource. */
export function mayTryOn(world: World, actor: Actor, action: string, resource: string): boolean {
  const own = ownStatements(world, actor);
  if (own === "all") return true;
  const isAllowed = own.some((policy) =>
    allowsOf(policy)(action).some((one) => !one.resource || mayTakeIn(one.resource, resource)),
  );
  const policies = ofService(world, action, resource);
  const owner = accountIn(resource);
  // Only a resource's policy lets somebody into another account, except for a few calls.
  if (
    isAllowed &&
    !OF_CALLER.test(action) &&
    /^\d+$/.test(owner ?? "") &&
    owner !== accountOfActor(actor)
  ) {
    return policies.some((one) => namedIn(one, actor, true));
  }
  return isAllowed || policies.some((one) => namedIn(one, actor));
}

/** Whether the actor's own policies allow everything in any request, and nothing limits the actor. */
export function isFull(world: World, actor: Actor): boolean {
  if (actor.sessionPolicies || actor.readsOnly || !actor.principal) return false;
  const identity = findIdentity(world.documents, actor.principal);
  if (!identity || identity.permissionsBoundary) return false;
  const own = ownStatements(world, actor);
  return own !== "all" && own.some(allowsAll) && !own.some(hasDenial);
}

const allowsAll = (document: RawPolicy) => allowsAllIn(document as object);
const allowsAllIn = memoize((document: object) => {
  const { statements } = parsePolicy({ name: "policy", document }, "identity");
  const isAll = (element: PatternElement | undefined) =>
    element && !element.negated && element.patterns.some(({ text }) => text === "*");
  return statements.some(
    ({ action, conditions, effect, resource }) =>
      effect === "Allow" && conditions.length === 0 && isAll(action) && isAll(resource),
  );
});

/** The resources that the actor's own policies name for the action, or the organization's delegation policy, as they write them. */
export function resourcesNamed(world: World, actor: Actor, action: string): string[] {
  const own = ownStatements(world, actor);
  if (own === "all") return ["*"];
  const delegated = action.startsWith("organizations:")
    ? world.documents.organization?.delegationPolicy
    : undefined;
  const statements = [
    ...own.flatMap((policy) => allowsOf(policy)(action)),
    ...(delegated ? delegatedBy(delegated as object)(action) : []),
  ];
  const patterns = statements.flatMap((one) => one.resource?.patterns ?? []);
  return [...new Set(patterns.map(({ text }) => text))];
}

/** The values that the actor's own policies compare with a condition key of the action, as written there. */
export function valuesCompared(world: World, actor: Actor, action: string, key: string): string[] {
  const own = ownStatements(world, actor);
  if (own === "all") return [];
  const conditions = own.flatMap((policy) =>
    allowsOf(policy)(action).flatMap((one) => one.conditions),
  );
  const texts = conditions.filter((one) => one.key.name === key).flatMap((one) => one.texts);
  return [...new Set(texts)];
}

/** The actor's identity policies, or "all" if the documents say nothing about an actor in another account. */
function ownStatements({ documents }: World, { principal }: Actor): RawPolicy[] | "all" {
  if (!principal || principal.kind === "root") return principal ? "all" : [];
  const identity = findIdentity(documents, principal);
  if (identity) {
    if (!("groups" in identity && identity.groups?.length)) return identity.policies ?? NONE;
    return [identity, ...groupsOf(documents, identity)].flatMap(({ policies }) => policies ?? []);
  }
  return principal.kind === "session" || principal.kind === "user" ? "all" : [];
}

const NONE: RawPolicy[] = [];

const allowsIn = (kind: PolicyKind) =>
  memoize((document: object) => {
    const { statements } = parsePolicy({ name: "policy", document }, kind);
    const allows = statements.filter(({ effect }) => effect === "Allow");
    const known = new Map<string, ParsedStatement[]>();
    return (action: string) =>
      getOrMake(known, action, () =>
        allows.filter((one) => mayTakeIn(one.action, action.toLowerCase())),
      );
  });
const allowsInOwn = allowsIn("identity");
const allowsOf = (document: RawPolicy) => allowsInOwn(document as object);
const delegatedBy = allowsIn("resource");

/** A resource's policy, and its owner. */
interface OfResource {
  document: RawPolicy;
  kind: PolicyKind;
  /** Names of grantees. */
  grantees: string[];
}

/** Policies of resources in the action's service. They may allow what the actor's own policies do not. */
function ofService({ documents }: World, action: string, arn?: string): OfResource[] {
  const { keys, organization, parameters, roles, secrets } = documents;
  const chosen = <One extends { arn: string }>(list: One[] | null | undefined): readonly One[] => {
    if (arn === undefined) return list ?? [];
    const one = findByArn(list, arn);
    return one ? [one] : [];
  };
  switch (action.slice(0, action.indexOf(":"))) {
    case "secretsmanager":
      return chosen(secrets).map(secretPolicy);
    case "kms":
      return chosen(keys).map(keyPolicy);
    case "sts":
      return chosen(roles).map(trustPolicy);
    case "organizations":
      return organization ? [delegationPolicy(organization)] : [];
    case "ssm":
      return chosen(parameters).map(({ sharedWith }) => ({
        document: undefined,
        kind: "resource",
        grantees: sharedWith ?? [],
      }));
    default:
      return [];
  }
}

const secretPolicy = memoize(
  ({ policy }: { policy?: RawPolicy }): OfResource => ({
    ...{ document: policy, kind: "resource", grantees: [] },
  }),
);
const trustPolicy = memoize(
  ({ trust }: { trust?: RawPolicy }): OfResource => ({
    ...{ document: trust, kind: "trust", grantees: [] },
  }),
);
const delegationPolicy = memoize(
  ({ delegationPolicy: document }: OrganizationDocuments): OfResource => ({
    ...{ document, kind: "resource", grantees: [] },
  }),
);
const keyPolicy = memoize(
  ({ grants, policy }: { policy?: RawPolicy; grants?: { grantee: string }[] | null }) => ({
    ...{ document: policy, kind: "key" as const },
    grantees: (grants ?? []).map(({ grantee }) => grantee),
  }),
);

/** Whether the policy may allow the actor something by naming it or, with `orAccount`, by delegating to its account's policies. */
function namedIn(
  { document, grantees, kind }: OfResource,
  actor: Actor,
  orAccount = false,
): boolean {
  const { principal } = actor;
  if (!principal) return false;
  if (grantees.length > 0) return true;
  const account = orAccount ? accountOfActor(actor) : undefined;
  return entriesLetIn(kind, document).some(
    (entry) => names(entry, principal) || (entry.kind === "account" && entry.account === account),
  );
}

/** The principals that a resource's policy lets in, ignoring conditions. */
export function entriesLetIn(kind: PolicyKind, document: RawPolicy): PrincipalEntry[] {
  if (document === null || document === undefined) return [];
  return entriesOfKind(kind)(document as object);
}

const entriesOfKind = (kind: PolicyKind) =>
  getOrMake(entriesByKind, kind, () =>
    memoize((document: object): PrincipalEntry[] => {
      const { statements } = parsePolicy({ name: "policy", document }, kind);
      return statements.flatMap(({ effect, principal }) => {
        if (effect === "Deny") return [];
        return !principal || principal.negated ? [{ kind: "any" }] : principal.entries;
      });
    }),
  );
const entriesByKind = new Map<PolicyKind, (document: object) => PrincipalEntry[]>();

function names(entry: PrincipalEntry, principal: NonNullable<Actor["principal"]>): boolean {
  switch (entry.kind) {
    case "any":
      return true;
    case "role":
      return principal.kind === "session" && principal.roleArn === entry.arn;
    case "session":
      return (
        principal.kind === "session" &&
        entry.account === parseArn(principal.roleArn)?.account &&
        principal.roleArn.endsWith(`/${entry.roleName}`)
      );
    case "user":
      return principal.kind === "user" && principal.arn === entry.arn;
    case "federated":
      return principal.kind === "federated" && principal.provider === entry.provider;
    case "federatedUser":
      return principal.kind === "federated" && principal.arn === entry.arn;
    case "service":
      return principal.kind === "service" && principal.service === entry.service;
    // Other principals of the account need rights of their own, and nobody looked who has them.
    case "account":
    case "deleted":
      return false;
  }
}
