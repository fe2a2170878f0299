export { type DeployedPolicy, deployedPolicies } from "./deployed-policies";
export { documentBudgets } from "./document-budgets";
export { documentsOfOthers } from "./documents-of-others";
export { extraStatements } from "./extra-statements";
export {
  associationDocuments,
  type ControlPolicyDocuments,
  landingZoneDocuments,
  plannedArns,
} from "./landing-zone-documents";
