export { type DeployedPolicy, deployedPolicies, documentsOfOthers } from "./deployed-policies";
export {
  associationDocuments,
  documentBudgets,
  extraStatements,
  keptBy,
  landingZoneDocuments,
  type PoliciesOfFiles,
  plannedArns,
  waysOfReader,
} from "./landing-zone-documents";
