export { type DeployedPolicy, deployedPolicies, documentsOfOthers } from "./deployed-policies";
export {
  associationDocuments,
  documentBudgets,
  extraStatements,
  landingZoneDocuments,
  type PoliciesOfFiles,
  plannedArns,
} from "./landing-zone-documents";
