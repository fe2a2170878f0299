import { memoize } from "../../collections";
import type { RoleDocuments } from "../../domain/documents";
import { sessionTagKeys } from "../../domain/principal-kind";
import { haveTokens, WEB_IDENTITY_TRUTH } from "../documents/assumptions";
import { accountOf } from "../documents/deployment";
import type { Policies } from "../documents/policies";
import { ASSUME_ROLE_ACTIONS } from "../documents/read-target";
import {
  longestChain,
  mayLetInRoles,
  rolesLetInBy,
  rolesWithoutSessions,
} from "../documents/roles-within-reach";
import { always, and, atom, type Formula, implies, not, or } from "../solver/formula";
import { limitsWith } from "../solver/limits";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { freeElement } from "../symbols/symbolic-key";
import { lowerKeys } from "../symbols/symbolic-request";
import { equality } from "../texts/template";
import { knownText } from "../texts/text-value";
import { isAllowedByAll } from "./allowed-by-all";
import { assumingRequest } from "./assuming-request";
import {
  contextOn,
  hasTag,
  isNoNamesake,
  isRole,
  lacksTag,
  type QuestionSetup,
  requestOn,
  type SymbolicCaller,
  symbolicCaller,
} from "./caller";
import { isOfProviderThatExists, sessionKeyFacts } from "./declared-session";
import { callerSetup } from "./question-setup";

/** Name of the assumption about trust policies. */
export const READER_TRUST = "reader-trust";

/** Somebody else has tokens of a reader. */
export const ISSUER_LIES = atom("an issuer gives tokens of a reader to somebody else");

/**
 * Adds an assumer to the caller: if it is a session of a role with a known trust policy, somebody assumed the role with tags that
 * became the session's, and the trust policy allowed it. `callers`: the roles that the caller may be. Among the creators of its
 * session, only those are distinguished that these roles' trust policies may let in.
 */
export function withAssumingCaller(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  name: string,
  depth: number,
  callers: RoleDocuments[] = setup.roles,
): CallerWithFacts {
  const { around, tagKeys } = setup;
  const { kind } = around;
  const own = [
    isNoNamesake(setup, caller),
    ...callers
      .filter((role) => rolesWithoutSessionsIn(setup).has(role))
      .map(({ arn }) => not(isRole(caller.principal, arn))),
  ].map((fact) => ({ assumption: READER_TRUST, fact }));
  const trusted = callers.filter(({ trust }) => trust !== null && trust !== undefined);
  if (depth === 0 || trusted.length === 0)
    return { caller: { ...caller, roles: callers }, facts: own };
  const bare = symbolicCaller(setup, `${name}'s maker`);
  const makers = rolesLetInBy(setup.policies, trusted, setup.roles);
  const { caller: assumer, facts: earlier } = withAssumingCaller(
    setup,
    bare,
    `${name}'s maker`,
    depth - 1,
    makers,
  );
  const making = callerSetup(setup, makers);
  // Which principals are distinguished does not matter for a trust policy that lets in none of them, such as one that names a
  // service.
  const byOthers = callerSetup(setup, []);
  const makingOf = (role: RoleDocuments) =>
    mayLetInRoles(setup.policies, role) ? making : byOthers;
  const facts = [...own, ...earlier];
  const requestTag = (key: string) => ({
    ...caller.tag(key),
    present: atom(`${name}'s making tag ${JSON.stringify(key)} is present`),
  });
  const request = assumingRequest(setup, assumer, `${name}'s making`, requestTag);
  const identity = freeElement(setup.problem, `${name}'s making sts:sourceidentity`);
  const creations = new Map(
    trusted.map((role) => [
      role.arn,
      contextOn(setup, assumer, `${name}'s making`, ASSUMING, role.arn, {
        settled: { ...request.keys, "sts:sourceidentity": [identity] },
        resourceTags: lowerKeys(role.tags),
      }),
    ]),
  );
  if (haveTokens(around)) {
    facts.push({ assumption: WEB_IDENTITY_TRUTH, fact: not(ISSUER_LIES) });
  }
  facts.push({ assumption: READER_TRUST, fact: isOfProviderThatExists(around, assumer) });
  for (const role of trusted) {
    const isSession = isRole(caller.principal, role.arn);
    facts.push(
      {
        assumption: READER_TRUST,
        fact: implies(
          isSession,
          and(
            isTrusted(makingOf(role), assumer, creations, role, requestTag),
            ...tagKeys.map((key) => tagComesFrom(caller, role, key, requestTag(key).present)),
          ),
        ),
      },
      ...sessionKeyFacts(
        setup,
        caller,
        assumer,
        role,
        creations.get(role.arn) as SymbolicContext,
        () => mayDo(makingOf(role), assumer, creations, role, ASSUME_ROLE_ACTIONS.identified),
      ).map((fact) => ({ assumption: READER_TRUST, fact })),
    );
    if (kind) {
      facts.push({
        assumption: kind.truth.name,
        fact: implies(and(isSession, assumer.isMaker()), request.serviceSays(role.arn)),
      });
    }
  }
  facts.push(...transitiveTags(setup, caller, assumer, requestTag));
  const creation = (roleArn: string) => creations.get(roleArn);
  return { caller: { ...caller, assumer, creation, roles: callers }, facts };
}

const rolesWithoutSessionsIn = memoize(
  ({ policies, roles }: QuestionSetup) => new Set(rolesWithoutSessions(policies, roles)),
);

/** A fact about sessions, with the assumption that it needs. */
export interface SessionFact {
  assumption: string;
  fact: Formula;
}

export interface CallerWithFacts {
  caller: SymbolicCaller;
  facts: SessionFact[];
}

/** Adds an assumer to the caller, and assumes all facts about sessions. `least`: the least number of steps to look back. */
export function requireAssumingCaller(
  setup: QuestionSetup,
  caller: SymbolicCaller,
  least = 0,
): SymbolicCaller {
  const depth = Math.max(least, hopsOf(setup.policies, setup.roles, setup.problem.limits));
  const assumed = withAssumingCaller(setup, caller, caller.principal.name, depth);
  for (const { assumption, fact } of assumed.facts) setup.problem.assume(assumption, fact);
  return assumed.caller;
}

/**
 * The number of steps to look back from a session to its assumers: from a target role to the reader's, from that to the service,
 * and more if roles are assumed by roles.
 */
export function hopsOf(
  policies: Policies,
  roles: RoleDocuments[],
  { chain } = limitsWith(),
): number {
  return Math.max(2, longestChain(policies, roles, chain));
}

/** The analysed steps do not end in a session of a role with a known trust policy. */
export function isTracedBack({ roles }: QuestionSetup, caller: SymbolicCaller): Formula {
  let last = caller;
  while (last.assumer) last = last.assumer;
  return not(
    or(...roles.filter(({ trust }) => trust).map(({ arn }) => isRole(last.principal, arn))),
  );
}

/** The caller is a session of a role with a known trust policy, which therefore let its assumer in. */
export function isSessionOfKnownRole(
  { roles }: QuestionSetup,
  { creation, principal }: SymbolicCaller,
): Formula {
  return or(...roles.filter(({ arn }) => creation?.(arn)).map(({ arn }) => isRole(principal, arn)));
}

/** The service of declared readers itself created the session. */
export function isMadeByService({ assumer, principal }: SymbolicCaller): Formula {
  if (!assumer) return or();
  return and(principal.kinds.session, assumer.isMaker());
}

/** All actions for creating a session are part of one call with the same keys. */
const ASSUMING = knownText(ASSUME_ROLE_ACTIONS.alone);

/** The assumer may do the action, which is part of the call that creates the session. */
function mayDo(
  setup: QuestionSetup,
  assumer: SymbolicCaller,
  creations: ReadonlyMap<string, SymbolicContext>,
  role: RoleDocuments,
  action: string,
): Formula {
  const creation = creations.get(role.arn);
  if (!creation) return or();
  return isAllowedByAll(setup, requestOn(setup, assumer, creation, knownText(action), role.arn), {
    resource: setup.policies.trustOf(role),
    resourceKind: "trust",
    resourceAccount: accountOf(role.arn),
    strangersMay: setup.strangersMayBecome?.(role, assumer) ?? always,
  });
}

type RequestTag = (key: string) => ReturnType<typeof freeElement>;

function isTrusted(
  setup: QuestionSetup,
  assumer: SymbolicCaller,
  creations: ReadonlyMap<string, SymbolicContext>,
  role: RoleDocuments,
  requestTag: RequestTag,
): Formula {
  const allowed = (action: string) => mayDo(setup, assumer, creations, role, action);
  const isTagged = or(...setup.tagKeys.map((key) => requestTag(key).present));
  const { federated, federatedUser, root } = assumer.principal.kinds;
  const trusted = and(
    // STS allows neither to call AssumeRole (API references of AssumeRole and GetFederationToken).
    not(or(federatedUser, root)),
    or(
      and(not(federated), allowed(ASSUME_ROLE_ACTIONS.alone)),
      and(federated, or(...ASSUME_ROLE_ACTIONS.federated.map(allowed))),
    ),
    implies(isTagged, allowed(ASSUME_ROLE_ACTIONS.tagged)),
  );
  const request = creations.get(role.arn)?.name ?? "";
  return setup.problem.gate(
    () => ({ part: "session exists", request, resource: role.arn }),
    trusted,
  );
}

/** A tag of the session is the request's or otherwise the role's own, or missing. */
function tagComesFrom(
  caller: SymbolicCaller,
  role: RoleDocuments,
  key: string,
  isRequested: Formula,
): Formula {
  const own = Object.entries(role.tags ?? {}).find(([tag]) => tag.toLowerCase() === key);
  return and(
    implies(isRequested, caller.tag(key).present),
    implies(not(isRequested), own ? hasTag(caller, key, own[1]) : lacksTag(caller, key)),
  );
}

/** The service created the session, or one from which it was reached. */
function comesFromService(caller: SymbolicCaller): Formula {
  const { assumer } = caller;
  return or(isMadeByService(caller), assumer ? comesFromService(assumer) : or());
}

/** The tags that the service sends are transitive: they go on into every role that the session assumes and cannot be replaced. */
function transitiveTags(
  { around: { kind }, problem }: QuestionSetup,
  caller: SymbolicCaller,
  assumer: SymbolicCaller,
  requestTag: RequestTag,
): SessionFact[] {
  if (!kind || !assumer.assumer) return [];
  const isFromService = comesFromService(assumer);
  return sessionTagKeys(kind)
    .filter((key) => caller.tags.has(key) && assumer.tags.has(key))
    .map((key) => {
      const passed = problem.template(
        equality(
          `${caller.principal.name} has its assumer's tag ${key}`,
          caller.tag(key).text,
          assumer.tag(key).text,
        ),
      );
      return {
        assumption: kind.truth.name,
        fact: implies(
          and(isFromService, assumer.tag(key).present),
          and(requestTag(key).present, passed),
        ),
      };
    });
}
