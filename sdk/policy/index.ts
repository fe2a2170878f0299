export {
  type PolicyBudget,
  PolicyBudgetError,
  type PolicyKind,
  policyBudgets,
  policySize,
  withinBudget,
} from "./budget";
export type { ConditionBlock, PolicyDocument, Principal, Statement } from "./document";
export { type PodRolePolicyInput, podRolePolicy } from "./pod-role-policy";
export {
  podRoleAssumePolicy,
  podRoleTrust,
  type TargetRoleTrustInput,
  targetRoleTrust,
} from "./pod-role-trust";
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
  type KeyedSecret,
  type SecretKeyPolicyInput,
  secretKeyPolicy,
} from "./secret-key-policy";
export {
  type SecretReader,
  type SecretResourcePolicyInput,
  secretResourcePolicy,
} from "./secret-resource-policy";
export { type AttributeTags, attributeTags } from "./session-tags";
