export {
  type PolicyBudget,
  PolicyBudgetError,
  type PolicyKind,
  policyBudgets,
  policySize,
  withinBudget,
} from "./budget";
export { deniedFirst, isDeniedFirst, isSaid } from "./common-statements";
export type { ConditionBlock, PolicyDocument, Principal, Statement } from "./document";
export { type PodRolePolicyInput, podRolePolicy } from "./pod-role-policy";
export {
  podRoleAssumePolicy,
  podRoleTrust,
  type TargetRoleTrustInput,
  targetRoleTrust,
} from "./pod-role-trust";
export { policyBetween } from "./policy-between";
export {
  type AssignedArns,
  type FormerWays,
  keyedSecrets,
  podRolePolicyInput,
  secretArnIn,
  secretKeyPolicyInput,
  secretResourcePolicyInput,
  secretTags,
  targetRoleTrustInput,
} from "./policy-inputs";
export type { ReadableParameter, ReadableSecret } from "./readable";
export {
  passedRolePolicy,
  REVOKED,
  REVOKED_SESSIONS,
  type RolePassing,
  revocationsIn,
  revokedReaderStatement,
  revokedRole,
  revokedRolePolicy,
  revokedSessionsPolicy,
} from "./revocation";
export {
  type KeyedSecret,
  type SecretKeyPolicyInput,
  secretKeyPolicy,
} from "./secret-key-policy";
export {
  readerSid,
  SEALED,
  type SecretReader,
  type SecretResourcePolicyInput,
  secretResourcePolicy,
} from "./secret-resource-policy";
export { type AttributeTags, attributeTags, pinnedReader } from "./session-tags";
export { withoutReads } from "./without-access";
