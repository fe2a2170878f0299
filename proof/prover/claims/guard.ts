import type { AccessRequest, ApplicablePolicies } from "../../domain/request";
import { RESOURCE_CONTROLLED, withFullAccess } from "../../domain/resource-control-levels";
import { evaluateRequest } from "../../evaluator/evaluate";
import { subjectOf } from "../../evaluator/matching/subject";
import { parsePolicy } from "../../grammar/parse-policy";
import { parseArnPattern } from "../../grammar/pattern";
import type { NamedPolicy, ParsedPolicy, RawPolicy } from "../../grammar/syntax";
import {
  preferShort,
  readText,
  renderContext,
  renderPrincipal,
  sayPrincipal,
} from "../counterexample/concrete-request";
import { accountOf, type Surroundings } from "../documents/deployment";
import { patternMatches } from "../encoder/pattern";
import { readPolicies } from "../encoder/statement";
import { isServiceLinked, type QuestionSetup, symbolicCaller } from "../request/caller";
import { and, type Formula, not, or } from "../solver/formula";
import { spellAction } from "../symbols/actions";
import { symbolicContext } from "../symbols/symbolic-context";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import { actions, actionsOf, resources } from "../texts/domains";
import { equalsText, unknownText, withinArn } from "../texts/text-value";
import { TextVariable } from "../texts/text-variable";
import { type Claim, type Explained, nameDeciding, type Statement, type Witness } from "./claim";
import { exampleResources } from "./fitting-resource";

/** The claims about a guard, by their names in reports and commands. */
export const GUARD_CLAIMS = ["guard-sufficient", "guard-harmless"] as const;

export type GuardClaimId = (typeof GUARD_CLAIMS)[number];

/** Calls that only some may make. The control policies of a guard must deny these to everyone else, and nothing more. */
export interface GuardedCalls {
  /** What they change, in words. */
  what: string;
  /** The actions, as AWS writes them. */
  actions: string[];
  /** ARNs with wildcards, as in policies. */
  resources: string[];
  /** A policy `Condition` that limits the guarded requests. Defaults to all requests. */
  when?: Record<string, Record<string, string | string[]>>;
  /** ARNs, with wildcards, of the principals that may make them. AWS services may make all of them. */
  exempt: string[];
  /** Whether AWS lets nobody in another account make them. Defaults to false. */
  withinAccount?: boolean;
}

/** Control policies that are in force in an account, and what they are for. */
export interface Guard {
  account: string;
  calls: GuardedCalls[];
  serviceControlPolicies: RawPolicy[];
  resourceControlPolicies: RawPolicy[];
}

/** The documents of a guard, parsed. */
interface Parsed {
  guard: Guard;
  /** For each of `calls`, a policy that denies them to everyone. */
  asked: ParsedPolicy[];
  service: ParsedPolicy[];
  resource: ParsedPolicy[];
}

/**
 * `guard-sufficient`: whatever all other policies allow, the control policies deny the guarded calls to everybody except the
 * exempt. `guard-harmless`: they deny nothing else to anybody. Neither covers service-linked roles, which control policies do not
 * bind.
 */
export function guardClaim(
  claim: GuardClaimId,
  guard: Guard,
  around: Surroundings,
): Claim<GuardClaimId> {
  const parsed: Parsed = {
    guard,
    asked: guard.calls.map((one) => parsePolicy(denying(one), "identity")),
    service: namedPolicies(guard, "service").map((one) => parsePolicy(one, "scp")),
    resource: namedPolicies(guard, "resource").map((one) => parsePolicy(one, "rcp")),
  };
  return {
    claim,
    subject: guard.account,
    around,
    roles: [],
    policies: [...parsed.asked, ...parsed.service, ...parsed.resource],
    state: (setup) => stateGuard(claim, setup, parsed),
    explain: (witness) => explain(claim, guard, witness),
  };
}

function stateGuard(
  claim: GuardClaimId,
  setup: QuestionSetup,
  { asked, guard, resource, service }: Parsed,
): Statement {
  const { account, calls } = guard;
  const { problem } = setup;
  const caller = symbolicCaller(setup, "principal");
  const { principal } = caller;
  const named = calls.flatMap((one) => one.actions);
  const action = unknownText(
    problem.text(
      new TextVariable(
        "action",
        actions,
        named.map((one) => one.toLowerCase()),
      ),
    ),
  );
  const patterns = calls.flatMap((one) => one.resources);
  const acted = problem.text(
    new TextVariable("resource", resources, exampleResources(patterns, account, "us-east-1")),
  );
  const owner = withinArn(acted, "account");
  const isActionOf = (of: string) => or(...actionsOf(of).map((one) => action.matches(one)));
  const context = symbolicContext({
    problem,
    name: "request",
    principal,
    resourceAccount: owner,
    resourceRegion: withinArn(acted, "region"),
    action,
    isActionOf,
    principalTags: (key) => [caller.tag(key)],
    organization: setup.around.organization,
    multiplicity: setup.multiplicity,
  });
  const request: SymbolicRequest = {
    problem,
    name: context.name,
    keyOf: context.keyOf,
    principal,
    action,
    resource: unknownText(acted),
    isSameAccount: and(principal.hasArn, equalsText(principal.account, account)),
  };
  const isOwn = equalsText(owner, account);
  const isGuarded = or(
    ...calls.map(({ exempt, withinAccount }, index) =>
      and(
        readPolicies(asked.slice(index, index + 1), request).denies,
        withinAccount ? request.isSameAccount : isOwn,
        not(isOneOf(exempt, request)),
      ),
    ),
  );
  const isDenied = or(
    and(request.isSameAccount, readPolicies(service, request).denies),
    and(isOwn, or(...RESOURCE_CONTROLLED.map(isActionOf)), readPolicies(resource, request).denies),
  );
  const isCovered = and(isGuarded, not(principal.kinds.service));
  return {
    violation: and(
      not(isServiceLinked(principal)),
      claim === "guard-sufficient" ? and(isCovered, not(isDenied)) : and(isDenied, not(isCovered)),
    ),
    preferences: () => preferShort(caller, context),
    witness: (model) => {
      const found = readText(model, action);
      return {
        requests: [
          {
            principal: renderPrincipal(model, caller, context),
            action: named.find((one) => one.toLowerCase() === found) ?? spellAction(found),
            resource: readText(model, request.resource),
            context: renderContext(model, context, setup.spellings),
          },
        ],
      };
    },
  };
}

/** The principal matches one of the ARNs with wildcards. */
function isOneOf(arns: string[], request: SymbolicRequest): Formula {
  const { principal } = request;
  const rules = { wildcards: true, variables: false };
  return and(
    principal.hasArn,
    or(
      ...arns.map((arn) =>
        patternMatches(
          parseArnPattern(arn, rules, { document: "exempt principals" }),
          principal.arn,
          "arn",
          request,
        ),
      ),
    ),
  );
}

/** The worst case: every other policy allows everything. */
const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" };
const ALLOWING: ApplicablePolicies = {
  identity: [policyOf("identity policies taken to allow everything", EVERYTHING)],
  resource: policyOf("policy taken to let everybody in", { ...EVERYTHING, Principal: "*" }),
};

function policyOf(name: string, ...statements: object[]): NamedPolicy {
  return { name, document: { Version: "2012-10-17", Statement: statements } };
}

function namedPolicies(guard: Guard, kind: "service" | "resource"): NamedPolicy[] {
  return guard[`${kind}ControlPolicies`].map((document, index) => ({
    name: `${kind} control policy ${index + 1} of the guard`,
    document,
  }));
}

/** A policy that denies the calls to everybody except these. */
function denying(
  { actions, resources, what, when }: GuardedCalls,
  ...spared: string[]
): NamedPolicy {
  const statement = { Effect: "Deny", Action: actions, Resource: resources };
  const others = spared.length > 0 && { ArnNotLike: { "aws:PrincipalArn": spared } };
  return policyOf(`guarded: ${what}`, { ...statement, Condition: { ...when, ...others } });
}

/** Decides a request under the guard, and tells whether it is one of the guarded calls. */
function judge(guard: Guard, request: AccessRequest) {
  const { account, calls } = guard;
  const { account: whose, serviceLinked } = subjectOf(request.principal);
  const isOwn = accountOf(request.resource) === account;
  const isControlled = RESOURCE_CONTROLLED.some((one) => request.action.startsWith(`${one}:`));
  const decision = evaluateRequest(
    {
      ...ALLOWING,
      ...(whose === account && {
        serviceControl: [
          [policyOf("FullAWSAccess", EVERYTHING), ...namedPolicies(guard, "service")],
        ],
      }),
      ...(isOwn &&
        isControlled && { resourceControl: [withFullAccess(namedPolicies(guard, "resource"))] }),
    },
    request,
  );
  const guarded = calls.find((one) => {
    const identity = [...(ALLOWING.identity ?? []), denying(one, ...one.exempt)];
    const isDenied = evaluateRequest({ ...ALLOWING, identity }, request).decision === "denied";
    return isDenied && (one.withinAccount ? whose === account : isOwn);
  });
  const isService = request.principal.kind === "service";
  return { decision, guarded: isService || serviceLinked ? undefined : guarded };
}

function explain(claim: GuardClaimId, guard: Guard, { requests: [request] }: Witness): Explained {
  const { decision, guarded } = judge(guard, request);
  const who = sayPrincipal(request.principal);
  const what = `${request.action} on ${request.resource}`;
  if (claim === "guard-sufficient") {
    if (decision.decision === "denied") return { disagreement: decision.reason };
    if (!guarded) return { disagreement: `${what} is none of the guarded calls` };
    return {
      summary: `${who} may do ${what}: ${guarded.what}`,
      request,
      ...nameDeciding({ decidedBy: null, turnsOn: decision.turnsOn }, "the guard"),
      fix: "deny this call to everybody but the exempt",
    };
  }
  if (decision.decision === "allowed") return { disagreement: decision.reason };
  if (guarded) return { disagreement: `${what} is to be denied: ${guarded.what}` };
  return {
    summary: `${who} may not do ${what}, which the guard is not for`,
    request,
    ...nameDeciding(decision, "the guard"),
    fix: "let the statement deny the guarded calls only, and to nobody who is exempt",
  };
}
