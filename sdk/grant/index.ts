export { type Administrator, administratorArn } from "iam-proof/domain";
export { formatArn, parseArn, partitionOf, viaService } from "iam-proof/names";
export { type InventoryFile, inclusionsOf } from "./inventory/merged-document";
export {
  type ParsedInventory,
  parseInventory,
  type SimilarInventory,
} from "./inventory/parse-inventory";
export { administratorRole } from "./inventory/schema/account";
export { inventoryJsonSchema } from "./inventory/schema/inventory";
export {
  INVENTORY_SIZE_LIMIT,
  notUtf8,
  type PlacedProblem,
  tooLarge,
} from "./inventory/yaml-document";
export { type CountQuotaName, countQuotas, increase, quotaIn } from "./landing-zone/count-quotas";
export {
  CREATED_NAMESPACE_LABELS,
  createsNamespace,
  isCreatedNamespace,
} from "./landing-zone/created-namespaces";
export {
  formerSecret,
  formerSecrets,
  hasMoved,
  isOrWasOf,
  isSuccessor,
  type Successor,
  successors,
} from "./landing-zone/former-secrets";
export {
  isObjectOf,
  isOfGrant,
  namesInArn,
  namesOfSecret,
  regionsOf,
} from "./landing-zone/granted-arns";
export type {
  CrossAccountMode,
  LandingZone,
  ReaderIdentity,
  ResolvedAccount,
  ResolvedCluster,
  ResolvedGrant,
  ResolvedKey,
  ResolvedParameter,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
  ResolvedSecretGrant,
} from "./landing-zone/landing-zone";
export {
  accountTitle,
  aliasArn,
  clusterArn,
  deployedRole,
  keyArn,
  type Layer,
  layers,
  oidcProviderArn,
  parameterArn,
  readerRoleName,
  roleArn,
  rolePlace,
  secretArn,
  stackName,
  targetRoleName,
} from "./landing-zone/names";
export { clusterName, type Reader, readerKey, readerOf, TOKEN_AUDIENCE } from "./landing-zone/pods";
export { sessionTagsPercent } from "./landing-zone/session-tags";
export type {
  ClusterCreation,
  ContainerSettings,
  EndpointSettings,
  SecurityContext,
} from "./landing-zone/settings";
export { withoutShared } from "./landing-zone/shared-entries";
