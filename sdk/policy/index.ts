export {
  type PolicyBudget,
  PolicyBudgetError,
  type PolicyKind,
  policyBudgets,
  policySize,
  withinBudget,
} from "./budget";
export type { ConditionBlock, PolicyDocument, Principal, Statement } from "./document";
export { podRoleAssumePolicy } from "./pod-role-assume-policy";
export { type PodRolePolicyScope, podRolePolicy } from "./pod-role-policy";
export { podRoleTrust } from "./pod-role-trust";
export {
  type DrawnArns,
  podRoleScope,
  secretArnIn,
  secretKeyScope,
  secretScope,
  secretTags,
  targetRoleScope,
} from "./policy-inputs";
export type { ReadableParameter, ReadableSecret } from "./readable";
export {
  type KeyedSecret,
  type SecretKeyPolicyScope,
  secretKeyPolicy,
} from "./secret-key-policy";
export {
  type SecretReader,
  type SecretResourcePolicyScope,
  secretResourcePolicy,
} from "./secret-resource-policy";
export { type AttributeTags, attributeTags } from "./session-tags";
export { type TargetRoleTrustScope, targetRoleTrust } from "./target-role-trust";
