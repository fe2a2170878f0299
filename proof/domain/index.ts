export {
  type Administrator,
  type AdministratorRole,
  administratorArn,
  type FederatedMaker,
  type RoleMaker,
} from "./administrator";
export type { DelegatedAdministrator } from "./documents";
export { findByArn, organizationMembers } from "./documents-index";
export { grantPolicies } from "./key-grants";
export { managedKeyPolicy } from "./keys-that-open";
export { oidcProvider } from "./oidc-providers";
export { type AssociatedRoles, isOtherWay, isUntagged } from "./principal-kind";
export { issuerOf, subjectKeyOf, tokenRequest, type WebIdentity } from "./web-identity";
