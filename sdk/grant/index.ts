export { type Administrator, administratorArn } from "iam-proof/domain";
export { formatArn, parseArn, partitionOf, viaService } from "iam-proof/names";
export { type InventoryFile, inclusionsOf } from "./inventory/included-files";
export { type ParsedInventory, parseInventory } from "./inventory/parse-inventory";
export type { PlacedProblem } from "./inventory/problem";
export { administratorRole } from "./inventory/schema/administrator";
export { inventoryJsonSchema } from "./inventory/schema/inventory";
export { INVENTORY_SIZE_LIMIT, notUtf8, tooLarge } from "./inventory/yaml-document";
export type { ClusterCreation, EndpointSettings } from "./landing-zone/cluster-creation";
export type { ContainerSettings, SecurityContext } from "./landing-zone/container-settings";
export { type CountQuotaName, countQuotas, increase, quotaIn } from "./landing-zone/count-quotas";
export {
  CREATED_NAMESPACE_LABELS,
  createsNamespace,
  isCreatedNamespace,
} from "./landing-zone/created-namespaces";
export { formerSecrets, hasMoved, type Successor, successors } from "./landing-zone/former-secrets";
export type {
  CrossAccountMode,
  LandingZone,
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
export { clusterName } from "./landing-zone/pod-tags";
export type { Reader } from "./landing-zone/reader";
export { readerKey, readerOf } from "./landing-zone/reader";
export {
  aliasArn,
  clusterArn,
  keyArn,
  parameterArn,
  roleArn,
  secretArn,
} from "./landing-zone/resource-arns";
export { deployedRole, readerRoleName, targetRoleName } from "./landing-zone/role-name";
export { sessionTagsPercent } from "./landing-zone/session-tags";
export { accountTitle, type Layer, layers, stackName } from "./landing-zone/stack-name";
