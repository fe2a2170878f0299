/** Who may do what, by the documents of a deployment: `eks-pod-secrets/access`. */
export type { EvaluateOptions } from "./applicable-policies";
export { ASSUMPTIONS, type AssumptionName } from "./assumptions";
export type {
  ApplicablePolicies,
  Decision,
  NamedPolicy,
  StatementOutcome,
  StatementReference,
} from "./decision";
export type {
  AccessDocuments,
  AssociationDocuments,
  ControlPolicies,
  GrantDeclaration,
  KeyDocuments,
  OrganizationDocuments,
  ParameterDocuments,
  RawPolicy,
  RoleDocuments,
  SecretDocuments,
} from "./documents";
export { evaluate } from "./evaluate";
export { evaluateRequest } from "./evaluate-request";
export { AccessRequestError } from "./evaluator/subject";
export { PolicyGrammarError } from "./grammar/error";
export { parsePolicy } from "./grammar/parse-policy";
export type { ParsedPolicy, ParsedStatement, PolicyKind } from "./grammar/syntax";
export { mayRead, type ReadDecision } from "./may-read";
export {
  externalIdOf,
  type PodNames,
  type PodSession,
  type PodSessionAnswer,
  podIdentityTags,
  podSession,
} from "./pod-session";
export { blastRadius, type Compromise, whatCanRead } from "./prover/blast-radius";
export {
  CLAIMS,
  type ClaimId,
  type ClaimResult,
  type Counterexample,
  type Spare,
} from "./prover/claim";
export { type DifferenceOptions, difference } from "./prover/difference";
export { type Proof, type ProveOptions, prove } from "./prover/prove";
export { SOLVERS, type SolverChoice } from "./prover/solver/sat-solver";
export { type Answer, type SecretReading, whoCanRead } from "./prover/who-can-read";
export type { AccessRequest, RequestPrincipal, SessionPrincipal } from "./request";
