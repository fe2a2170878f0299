import { getOrMake, memoize } from "../../collections";
import type { IdentityDocuments } from "../../domain/documents";
import type { ParsedPolicy } from "../../grammar/syntax";
import { isAllowed, namesOf, type Readings, readPolicies } from "../encoder/statement";
import { always, and, type Formula, implies, not, or, whole } from "../solver/formula";
import type { SymbolicPrincipal, SymbolicRequest } from "../symbols/symbolic-request";
import { equalsText } from "../texts/text-value";
import { isIdentity, isServiceLinked, type QuestionSetup } from "./caller";
import { endpointLimits } from "./endpoint-limits";
import { boundariesOf, type Held, identitiesOf, statementsAboutAction } from "./held-policies";

export interface AllDocuments {
  /** The policy of the resource. */
  resource: ParsedPolicy[];
  resourceKind: Readings["resourceKind"];
  resourceAccount: string;
  /** Grants of the key. */
  grants?: ParsedPolicy[];
  /** Whether to grant only what AWS documents as granted; see `EvaluateOptions`. Defaults to false. */
  strict?: boolean;
  /** Whether resource control policies do not apply to the resource. Defaults to false. */
  skipResourceControl?: boolean;
  /** Session policies of the caller, each of which must allow. Defaults to none. */
  session?: ParsedPolicy[];
  /**
   * Whether a service makes the request for the caller, so that it does not come through an endpoint of the caller's network.
   * Defaults to false.
   */
  isForwarded?: boolean;
  /** Whether boundaries and session policies only count where they deny, not where they do not allow. Defaults to false. */
  isUnlimited?: boolean;
  /** Principals that are not in the documents may do everything by their own rights. Defaults to always. */
  strangersMay?: Formula;
}

/** The request is allowed by all documents together. */
export function isAllowedByAll(
  setup: QuestionSetup,
  given: SymbolicRequest,
  {
    grants = [],
    isForwarded = false,
    isUnlimited = false,
    resource,
    resourceAccount,
    resourceKind,
    session = [],
    skipResourceControl = false,
    strangersMay = always,
    strict = false,
  }: AllDocuments,
): Formula {
  const request = { ...given, isBounded: isBounded(setup, given.principal), strict };
  const { identity, limits } = callerReadings(setup, request, strangersMay);
  const allowed = isAllowed(request, {
    resource: readPolicies(resource, request),
    resourceKind,
    grants: readGrants(grants, request),
    identity,
    limits: [...limits, ...session.map((policy) => readPolicies([policy], request))].map(
      ({ allows, denies }) => ({ allows: isUnlimited ? always : allows, denies }),
    ),
    root: strangersMay,
    control: [
      ...serviceControl(setup, request),
      ...(skipResourceControl ? [] : resourceControl(setup, request, resourceAccount)),
      ...(isForwarded ? [] : endpointLimits(setup, request)),
    ],
  });
  return setup.problem.gate(() => ({ part: "allowed", ...namesOf(request) }), allowed);
}

/**
 * What grants of a key allow. In the strict reading, a grant to a whole account allows nothing, because AWS does not document
 * whom in it.
 */
export function readGrants(grants: ParsedPolicy[], request: SymbolicRequest): Formula {
  const { allows, allowsAs } = readPolicies(grants, request);
  return request.strict ? or(allowsAs.direct, allowsAs.named) : allows;
}

function callerReadings(
  setup: QuestionSetup,
  request: SymbolicRequest,
  strangersMay: Formula,
): Pick<Readings, "identity" | "limits"> {
  const { principal } = request;
  const read = ({ holders, policies }: Held) => ({
    is: isOneOf(principal, holders),
    ...readPolicies(policies, request),
  });
  const known = statementsAboutAction(setup, request).map(read);
  return {
    identity: {
      allows: or(
        and(isStranger(setup, principal), strangersMay),
        ...known.map(({ allows, is }) => and(is, allows)),
      ),
      denies: or(...known.map(({ denies, is }) => and(is, denies))),
    },
    limits: boundariesOf(setup)
      .map(read)
      .map(({ allows, denies, is }) => ({ allows: implies(is, allows), denies: and(is, denies) })),
  };
}

/** The documents give the principal a permissions boundary. For principals that are not in them, this is unknown. */
function isBounded(setup: QuestionSetup, principal: SymbolicPrincipal): Formula {
  return or(...boundariesOf(setup).map(({ holders }) => isOneOf(principal, holders)));
}

const oneOf = memoize((_: SymbolicPrincipal) => new Map<IdentityDocuments[], Formula>());

/** The principal is a session of one of the roles, or one of the users. */
function isOneOf(principal: SymbolicPrincipal, identities: IdentityDocuments[]): Formula {
  return getOrMake(oneOf(principal), identities, () =>
    whole(or(...identities.map((identity) => isIdentity(principal, identity)))),
  );
}

const strangers = memoize((_: QuestionSetup) => new WeakMap<SymbolicPrincipal, Formula>());

/** The principal is neither a session of one of the roles nor one of the users. */
function isStranger(setup: QuestionSetup, principal: SymbolicPrincipal): Formula {
  return getOrMake(strangers(setup), principal, () =>
    not(or(...identitiesOf(setup).map((identity) => isIdentity(principal, identity)))),
  );
}

function serviceControl(
  { policies }: QuestionSetup,
  request: SymbolicRequest,
): Readings["control"] {
  const { principal } = request;
  return policies.control("scp").flatMap(({ account, levels }) => {
    const applies = and(
      principal.hasArn,
      equalsText(principal.account, account),
      not(isServiceLinked(principal)),
    );
    return levels.map((level) => {
      const reading = readPolicies(level, request);
      return { allows: implies(applies, reading.allows), denies: and(applies, reading.denies) };
    });
  });
}

function resourceControl(
  { policies }: QuestionSetup,
  request: SymbolicRequest,
  account: string,
): Readings["control"] {
  const levels = policies.controlOf("rcp", account);
  if (levels.length === 0) return [];
  const applies = not(isServiceLinked(request.principal));
  return levels.map((level) => {
    const reading = readPolicies(level, request);
    return { allows: implies(applies, reading.allows), denies: and(applies, reading.denies) };
  });
}
