import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import type { AccessRequest, RequestPrincipal } from "../../domain/request";
import type { ParsedPolicy, RawPolicy } from "../../grammar/syntax";
import { renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { type Deployment, deploymentOf, rolesOfReader } from "../documents/deployment";
import { policiesAsked, readQuestion } from "../documents/key-of-read";
import { readDocument } from "../documents/policies";
import { type ReadTarget, readTarget } from "../documents/read-target";
import { rolesThatMayRead } from "../documents/roles-that-may-read";
import { sliceOfReadBy } from "../documents/slice";
import {
  isNoNamesake,
  isNoServiceLinked,
  isRole,
  isUser,
  type QuestionSetup,
  SERVICE_LINKED,
  type SymbolicCaller,
} from "../request/caller";
import { callerSetup, setUpQuestion } from "../request/question-setup";
import {
  hopsOf,
  isSessionOfKnownRole,
  READER_TRUST,
  withAssumingCaller,
} from "../request/session-creation";
import { type Decryption, OWNER_CLOSED, symbolicRead } from "../request/symbolic-read";
import { always, and, type Formula, implies, never, not, or } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";
import { type Model, Problem } from "../texts/problem";

/** Who reads a secret under a deployment's documents, as a formula about one unknown caller. */
export interface ReadingRelation {
  setup: QuestionSetup;
  caller: SymbolicCaller;
  contexts: SymbolicContext[];
  /** The policies that say who from outside may fetch the value. */
  policies: ParsedPolicy[];
  /** How the service may open the value. */
  decryptions: Decryption[];
  /** The caller exists and reads the secret, given the documents and the assumptions about all others. */
  reads: Formula;
  /** The caller is a named administrator of the owner's account. */
  isAdministrator: Formula;
  /** The caller's documents are known. */
  isKnown: Formula;
  principal(model: Model): RequestPrincipal;
  /** The request that fetches the value. */
  request(model: Model): AccessRequest;
  /** That request, then the service's request to decrypt the value, if the documents tell who may. */
  requests(model: Model): AccessRequest[];
}

export interface ReadingOptions {
  problem: Problem;
  /** The roles whose documents count. Defaults to those that may matter for this read. */
  roles?: RoleDocuments[];
  /** The roles that are asked about. Defaults to all. For the others, only their part in creating sessions is known. */
  callers?: RoleDocuments[];
  /** Roles that count as unknown regardless of the documents: they may do everything and be assumed by anyone. */
  forget?(role: RoleDocuments): boolean;
  /** The number of steps from a session back to its creators. Defaults to `hopsOf` the roles. */
  hops?: number;
  /** The session policy of the caller. Defaults to none. */
  sessionPolicy?: RawPolicy;
  /** Whether principals of the owner's account that are not in the documents may not read by their own rights. Defaults to true. */
  ownerPrincipalsClosed?: boolean;
}

export function readingRelation(
  deployment: Deployment,
  target: ReadTarget,
  { forget = () => false, hops, ownerPrincipalsClosed = true, problem, ...options }: ReadingOptions,
): ReadingRelation {
  const counting = options.roles ?? rolesOfRead(deployment, target.of.arn);
  const roles = counting.filter((role) => !forget(role));
  const isSealed = target.kind === "secret" && target.of.sealed === true;
  const made = (name: string) =>
    deployment.settings.dropped?.has(name) ? never : problem.assumption(name);
  const session = readDocument("session", "session policy", target.of.arn, options.sessionPolicy);
  const question = readQuestion(deployment, target, session);
  const ownRights = ownerPrincipalsClosed && !isSealed ? not(made(OWNER_CLOSED)) : always;
  const setup = setUpQuestion(deployment, policiesAsked(question), roles, problem);
  const callers = options.callers?.filter((role) => !forget(role)) ?? roles;
  const read = symbolicRead(callerSetup(setup, callers), question, ownRights);
  const { caller, facts } = withAssumingCaller(
    setup,
    read.caller,
    read.caller.principal.name,
    hops ?? hopsOf(deployment.policies, roles, problem.limits),
    callers,
  );
  const isKnown = or(
    ...callers.map(({ arn }) => isRole(caller.principal, arn)),
    ...setup.users.map(({ arn }) => isUser(caller.principal, arn)),
  );
  const principal = (model: Model) => renderPrincipal(model, caller, ...read.contexts);
  const requests = (model: Model) =>
    read.requests(model, principal(model), (context) =>
      renderContext(model, context, setup.spellings),
    );
  return {
    setup,
    policies: question.policies,
    caller,
    contexts: read.contexts,
    decryptions: read.decryptions,
    isAdministrator: read.isAdministrator,
    isKnown,
    reads: and(
      read.isPossible,
      implies(made(SERVICE_LINKED), isNoServiceLinked(setup, caller)),
      implies(made(READER_TRUST), isNoNamesake(setup, caller)),
      // Facts about creating sessions only apply to roles with a known trust policy. Other sessions are still possible.
      implies(
        isSessionOfKnownRole(setup, caller),
        and(...facts.map(({ assumption, fact }) => implies(made(assumption), fact))),
      ),
    ),
    principal,
    requests,
    request: (model) => requests(model)[0] as AccessRequest,
  };
}

export interface OptionsOfReading extends Omit<ReadingOptions, "callers" | "problem" | "roles"> {
  /** Roles whose creation of other sessions matters. Defaults to none. */
  through?: RoleDocuments[];
}

/** The same for these roles and users, and for those who are not in the documents, using only the documents of their reads. */
export function readingBy(
  deployment: Deployment,
  target: ReadTarget,
  callers: IdentityDocuments[],
  { through = [], ...options }: OptionsOfReading = {},
): ReadingRelation {
  const { settings } = deployment;
  const all = [...new Set([...callers, ...through])];
  const slice = deploymentOf(sliceOfReadBy(deployment, target, all), settings);
  const asked = new Set<IdentityDocuments>(callers);
  const relation = readingRelation(slice, target, {
    problem: new Problem(settings),
    roles: slice.roles,
    callers: slice.roles.filter((role) => asked.has(role)),
    ...options,
  });
  const { caller, reads, setup } = relation;
  return { ...relation, reads: and(reads, isNoNamesake(setup, caller, deployment)) };
}

/** Roles whose documents may matter for who reads a secret or parameter: those of declared readers, and others that may read it. */
export function rolesOfRead(deployment: Deployment, arn: string): RoleDocuments[] {
  const target = readTarget(deployment, arn);
  const declared = deployment.readersOf(arn).flatMap((reader) => rolesOfReader(deployment, reader));
  return [...new Set([...declared, ...(target ? rolesThatMayRead(deployment, target) : [])])];
}
