import type { Platform, QueryService } from "../../wire/messages/service";
import { accessKeyOperations } from "./access-keys";
import { attachedPolicyOperations } from "./attached-policies";
import { authorizationDetailsOperations } from "./authorization-details";
import { boundaryOperations } from "./boundaries";
import { ROLE, USER } from "./identities";
import { inlinePolicyOperations } from "./inline-policies";
import { instanceProfileOperations } from "./instance-profiles";
import { managedPolicyOperations } from "./managed-policies";
import { oidcProviderOperations } from "./oidc-providers";
import { policyVersionOperations } from "./policy-versions";
import { roleTrustOperations } from "./role-trust";
import { roleOperations } from "./roles";
import { taggingOperations } from "./tagging";
import { userOperations } from "./users";

/** AWS Identity and Access Management. */
export function createIam(platform: Platform): QueryService {
  return {
    protocol: "query",
    signingName: "iam",
    version: "2010-05-08",
    operations: {
      ...roleOperations(platform),
      ...roleTrustOperations(platform),
      ...taggingOperations(platform, ROLE),
      ...boundaryOperations(platform, ROLE),
      ...inlinePolicyOperations(platform, ROLE),
      ...attachedPolicyOperations(platform, ROLE),
      ...instanceProfileOperations(platform),
      ...userOperations(platform),
      ...accessKeyOperations(platform),
      ...taggingOperations(platform, USER),
      ...boundaryOperations(platform, USER),
      ...inlinePolicyOperations(platform, USER),
      ...attachedPolicyOperations(platform, USER),
      ...managedPolicyOperations(platform),
      ...policyVersionOperations(platform),
      ...oidcProviderOperations(platform),
      ...authorizationDetailsOperations(platform),
    },
  };
}
