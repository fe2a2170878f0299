export { type DeployedPolicy, deployedPolicies, documentsOfOthers } from "./deployed-policies";
export {
  associationDocuments,
  type ControlPolicyDocuments,
  documentBudgets,
  extraStatements,
  landingZoneDocuments,
  plannedArns,
} from "./landing-zone-documents";
