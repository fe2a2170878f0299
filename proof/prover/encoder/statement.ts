import { needsVariable } from "../../grammar/pattern";
import type { ParsedPolicy, ParsedStatement, Pattern, PatternElement } from "../../grammar/syntax";
import {
  always,
  and,
  type Formula,
  implies,
  never,
  not,
  type Origin,
  or,
  type RequestName,
  stemming,
} from "../solver/formula";
import { isPresent, isSomething } from "../symbols/symbolic-key";
import type { SymbolicRequest, Variables } from "../symbols/symbolic-request";
import { conditionHolds } from "./condition";
import { patternMatches, variableResolves } from "./pattern";
import { type Naming, NOBODY, principalNamings } from "./principal";

/** What a policy says about a symbolic request. */
interface PolicyReading {
  denies: Formula;
  /** Some statement allows, in any way of naming the principal. */
  allows: Formula;
  /** Some statement allows and names the principal in this way. */
  allowsAs: Record<Naming, Formula>;
}

/** Encodes several policies as one, such as a role's identity policies: a statement of any of them allows or denies. */
export function readPolicies(policies: ParsedPolicy[], request: SymbolicRequest): PolicyReading {
  const read = policies.flatMap(({ name, statements }) =>
    statements.map((statement) => ({ statement, ...encodeStatement(name, statement, request) })),
  );
  const allowing = read.filter(({ statement }) => statement.effect === "Allow");
  const by = (naming: Naming) =>
    or(...allowing.map(({ namings, matches }) => and(matches, namings[naming])));
  return {
    denies: or(
      ...read.filter(({ statement }) => statement.effect === "Deny").map(({ matches }) => matches),
    ),
    allows: or(...allowing.map(({ matches }) => matches)),
    allowsAs: {
      direct: by("direct"),
      everyone: by("everyone"),
      named: by("named"),
      account: by("account"),
    },
  };
}

/** The policies reduced to statements about requests for this action, without policies that have none. */
export function onlyAboutAction(
  policies: ParsedPolicy[],
  request: SymbolicRequest,
): ParsedPolicy[] {
  return policies
    .map((policy) => ({
      ...policy,
      statements: policy.statements.filter((one) => isForAction(one, request) !== never),
    }))
    .filter(({ statements }) => statements.length > 0);
}

function isForAction(statement: ParsedStatement, request: SymbolicRequest): Formula {
  const { negated, patterns } = statement.action;
  const some = or(
    ...patterns.map((pattern) => patternMatches(pattern, request.action, "letters", request)),
  );
  return negated ? not(some) : some;
}

function encodeStatement(
  document: string,
  statement: ParsedStatement,
  request: SymbolicRequest,
): { matches: Formula; namings: Record<Naming, Formula> } {
  const { conditions, index, resource, sid } = statement;
  const isAsked = and(
    isForAction(statement, request),
    resource ? takesInResource(resource, statement, request) : always,
  );
  // Most statements are about other requests, so their principals and conditions need no formulas.
  if (isAsked === never) return { matches: never, namings: NOBODY };
  const namings = principalNamings(statement, request);
  const matches = and(
    isAsked,
    or(...Object.values(namings)),
    ...statement.requiredVariables.map(({ name }) =>
      implies(asksFor(name, statement, request), variableResolves(request.keyOf(name))),
    ),
    ...conditions.map((condition) => conditionHolds(condition, request)),
  );
  const origin: Origin = { kind: "statement", document, index, ...(sid !== undefined && { sid }) };
  const named = request.problem.gate(
    () => ({ statement: index, document, ...namesOf(request) }),
    stemming(origin, matches),
    () => origin,
  );
  return { matches: named, namings };
}

/** What distinguishes the request from others in its question, for a certificate. */
export function namesOf({
  action,
  name,
  resource,
}: Pick<SymbolicRequest, "action" | "name" | "resource">): RequestName {
  return {
    request: name,
    ...(action.constant !== undefined && { action: action.constant }),
    ...(resource.constant !== undefined && { resource: resource.constant }),
  };
}

/**
 * Decides where AWS does not document whether a pattern matches: an Allow includes what may match, a Deny what certainly matches.
 * In the strict reading it is the reverse.
 */
function takesInResource(
  { negated, patterns }: PatternElement,
  { effect }: ParsedStatement,
  request: SymbolicRequest,
): Formula {
  const isWide = ((effect === "Allow") !== (request.strict ?? false)) !== negated;
  const matches = (pattern: Pattern) =>
    patternMatches(pattern, request.resource, "letters", request);
  const some = or(
    ...patterns.map((pattern) => {
      const { also, surely } = pattern;
      return isWide
        ? or(matches(pattern), also ? matches(also) : never)
        : and(matches(pattern), ...[also, surely].map((one) => (one ? matches(one) : always)));
    }),
  );
  return negated ? not(some) : some;
}

/** A part of the statement that is compared contains the variable without a default. */
function asksFor(
  name: string,
  { conditions, resource }: ParsedStatement,
  { keyOf }: Variables,
): Formula {
  if (resource?.patterns.some((pattern) => needsVariable(pattern, name))) return always;
  return or(
    ...conditions.map(({ comparison, ifExists, key, set }) => {
      if (comparison.type !== "string" && comparison.type !== "arn") return never;
      if (!comparison.values.some((pattern) => needsVariable(pattern, name))) return never;
      const isThereToCompare = set === undefined ? isPresent : isSomething;
      return ifExists ? isThereToCompare(keyOf(key.name)) : always;
    }),
  );
}

/** What each policy in force says about a symbolic request. */
export interface Readings {
  /** The resource's policy; undefined if it has none. */
  resource?: PolicyReading;
  resourceKind: "resource" | "key" | "trust";
  /** What grants of the key allow, which needs no other policy. */
  grants?: Formula;
  /** Identity policies of the principal: what they allow, and what they deny. */
  identity: { allows: Formula; denies: Formula };
  /** The root user has the rights of its account. Defaults to always. */
  root?: Formula;
  /** Permissions boundary and session policies: each must allow, and may deny. */
  limits: { allows: Formula; denies: Formula }[];
  /** Control policies of an organization, by level: each must allow, and may deny. */
  control: { allows: Formula; denies: Formula }[];
}

/** The request is allowed: no policy denies it, every limit allows it, and it is granted. */
export function isAllowed(request: SymbolicRequest, readings: Readings): Formula {
  const { control, grants: byGrant = never, identity, limits, resource, resourceKind } = readings;
  const { root = always } = readings;
  // In the strict reading, limits apply where AWS does not document whether they do: to grants of a key, and to what is granted to
  // everyone.
  const { isSameAccount, principal, strict = false } = request;
  const { account, direct, everyone, named } = resource?.allowsAs ?? NOBODY;
  const anybody = or(account, direct, everyone, named);
  const byIdentity = or(and(principal.kinds.root, root), identity.allows);
  const delegated = resourceKind === "resource" ? byIdentity : and(account, byIdentity);
  const ways = [
    byGrant,
    and(not(principal.hasArn), anybody),
    and(principal.hasArn, isSameAccount, or(direct, everyone, named, delegated)),
    and(principal.hasArn, not(isSameAccount), anybody, byIdentity),
  ];
  const isUnlimited = or(
    and(principal.hasArn, isSameAccount, or(direct, strict ? never : everyone)),
    strict ? never : byGrant,
  );
  return and(
    or(...ways),
    not(or(resource?.denies ?? or(), identity.denies)),
    ...limits.flatMap(({ allows, denies }) => [or(isUnlimited, allows), not(denies)]),
    ...control.flatMap(({ allows, denies }) => [allows, not(denies)]),
  );
}
