/** Decides and proves who may do what under the documents of a deployment. */

export { actorOf, identityOf, sessionOf, userOf } from "./changes/actors";
export { assumedBy, call } from "./changes/calls";
export type {
  Actor,
  AskedTags,
  AwsCall,
  Call,
  Change,
  ChangeKind,
  Compute,
  Gives,
  ManagedPolicy,
  OtherCall,
  OtherDecision,
  UnreadCompute,
  World,
} from "./changes/change";
export { COMPUTE_TYPES } from "./changes/kinds/compute/change-code";
export { KINDS } from "./changes/kinds/index";
export { expressionOf } from "./changes/likeness";
export { mayTryOn, valuesCompared } from "./changes/rights";
export { readersIn, startsIn } from "./changes/starts";
export type { ConfirmedCall, ConfirmedElsewhere, Way, WayStep } from "./changes/way";
export { type WaysOptions, type WaysToRead, waysToRead } from "./changes/ways-to-read";
export { OPEN_TO_ALL, rolesTrusting, withChanged } from "./changes/worlds";
export type {
  AccessDocuments,
  AccountProviders,
  AssociationDocuments,
  ControlPolicies,
  GrantDeclaration,
  GroupDocuments,
  KeyDocuments,
  KeyGrantDocuments,
  OidcProviderDocuments,
  OrganizationDocuments,
  ParameterDocuments,
  RoleDocuments,
  RotationDocuments,
  SecretDocuments,
  UserDocuments,
  VpcEndpointDocuments,
} from "./domain/documents";
export { grantPolicies } from "./domain/key-grants";
export { keysThatOpen } from "./domain/keys-that-open";
export { sharePolicy } from "./domain/parameter-shares";
export type { Obstacle, PrincipalKind } from "./domain/principal-kind";
export type {
  AccessRequest,
  ApplicablePolicies,
  Decision,
  RequestPrincipal,
  SessionPrincipal,
  StatementOutcome,
  StatementReference,
  TurningKey,
} from "./domain/request";
export { endpointId, endpointPolicy, leadsToReads } from "./domain/vpc-endpoints";
export type { EvaluateOptions } from "./evaluator/applicable-policies";
export { evaluate, evaluateRequest } from "./evaluator/evaluate";
export { AccessRequestError } from "./evaluator/matching/subject";
export {
  type LimitedSession,
  mayRead,
  type ReadDecision,
  readRequests,
} from "./evaluator/may-read";
export { type Refusal, type RefusingKind, refusalsOf } from "./evaluator/refusals";
export { forReaders } from "./for-readers";
export type { Gap, OpenDocuments } from "./gaps/gap";
export { gapsOfReading, withGaps } from "./gaps/with-gaps";
export { PolicyGrammarError } from "./grammar/error";
export { parsePolicy } from "./grammar/parse-policy";
export type {
  NamedPolicy,
  ParsedPolicy,
  ParsedStatement,
  PolicyKind,
  RawPolicy,
} from "./grammar/syntax";
export {
  type DeclaredRoles,
  type EveryoneInAccounts,
  everyoneInAccounts,
  type ReadAccount,
} from "./identities/everyone-in-accounts";
export { OPENING_ACTIONS } from "./identities/opening-actions";
export type { AccountIdentities } from "./identities/understood-identities";
export { type MayBecome, type TokensThatLetIn, whoMayBecome } from "./identities/who-may-become";
export { CLAIMS, type ClaimId, type ClaimResult, type Counterexample } from "./prover/claims/claim";
export type { Guard, GuardClaimId, GuardedCalls } from "./prover/claims/guard";
export type { UndeclaredEntry } from "./prover/claims/undeclared-entry";
export {
  ASSUMPTIONS,
  type AssumptionName,
  assumedOfValues,
  assumptionsOf,
  haveTokens,
} from "./prover/documents/assumptions";
export type {
  AccessFinding,
  Explanation,
  FoundCondition,
  FoundPrincipals,
  FoundStatement,
} from "./prover/findings/finding";
export { type SummariseOptions, type Summary, summarise } from "./prover/findings/summarise";
export { blastRadius, type Compromise, whatCanRead } from "./prover/questions/blast-radius";
export { type DifferenceOptions, difference } from "./prover/questions/difference";
export { type GuardProof, proveGuards } from "./prover/questions/guard";
export type { AssumptionsUsed, ProofMemory } from "./prover/questions/memory";
export { type Proof, type ProveOptions, prove } from "./prover/questions/prove";
export {
  type Answer,
  type AnswerOptions,
  type SecretReading,
  whoCanRead,
} from "./prover/questions/who-can-read";
export { LIMITS, type LimitName, type Limits } from "./prover/solver/limits";
export type { Certificate, CertifiedOrigin } from "./prover/texts/certificate";
