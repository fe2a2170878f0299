import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { noSecretValue } from "./no-secret-value";
import { openPrincipals } from "./open-principals";
import { ownKeyAcrossAccounts } from "./own-key-across-accounts";
import { pinnedDecryption } from "./pinned-decryption";
import { pinnedPodSessions } from "./pinned-pod-sessions";
import { pinnedTargetRoles } from "./pinned-target-roles";
import { podIdentityMounts } from "./pod-identity-mounts";
import { readablePolicies } from "./readable-policies";
import { wildcardReads } from "./wildcard-reads";

/** Every rule of the pack. */
export const rules: (ResourceValidationPolicy | StackValidationPolicy)[] = [
  noSecretValue,
  openPrincipals,
  ownKeyAcrossAccounts,
  pinnedDecryption,
  pinnedPodSessions,
  pinnedTargetRoles,
  podIdentityMounts,
  readablePolicies,
  wildcardReads,
];
