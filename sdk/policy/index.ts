export { type PolicyKind, policyBudgets, policySize, withinBudget } from "./budget";
export { secretReadActions } from "./common-principals";
export { deniedFirst, isDeniedFirst, isSaid } from "./common-statements";
export type { PolicyDocument, Statement } from "./document";
export {
  podRoleAssumePolicy,
  podRolePolicy,
  podRoleTrust,
  targetRoleTrust,
  tokenTrustSid,
} from "./pod-role-policy";
export { policyBetween, withoutReads } from "./policy-between";
export {
  type AssignedArns,
  type FormerlyKeyed,
  type FormerWays,
  formerRegions,
  keyedSecrets,
  podRolePolicyInput,
  roleWays,
  secretArnIn,
  secretKeyPolicyInput,
  secretResourcePolicyInput,
  secretTags,
  targetRoleTrustInput,
} from "./policy-inputs";

export {
  deniesPods,
  passedRolePolicy,
  REVOKED,
  REVOKED_SESSIONS,
  REVOKED_SESSIONS_SID,
  type RolePassing,
  revocationsIn,
  revokedReaderStatement,
  revokedRole,
  revokedRolePolicy,
  revokedSessionsPolicy,
} from "./revocation";
export { secretKeyPolicy } from "./secret-key-policy";
export { readerSid, SEALED, secretResourcePolicy } from "./secret-resource-policy";
export { pinnedReader } from "./session-tags";
