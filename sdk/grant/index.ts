export { type Arn, accountRootArn, formatArn, parseArn } from "./arn";
export type {
  ClusterCreation,
  DeliveryMode,
  DeploymentSettings,
  GrantStyle,
  JmesPathFile,
  KubernetesSecretSync,
  LandingZone,
  ResolvedAccount,
  ResolvedCluster,
  ResolvedGrant,
  ResolvedKey,
  ResolvedOrganization,
  ResolvedParameter,
  ResolvedParameterGrant,
  ResolvedReader,
  ResolvedReplica,
  ResolvedRole,
  ResolvedSecret,
  ResolvedSecretGrant,
  RotationSettings,
  SecretsStoreCsiSettings,
} from "./landing-zone";
export { partitionOf, viaService } from "./partition";
export type { Reader } from "./reader";
export {
  aliasArn,
  clusterArn,
  keyArn,
  type Location,
  parameterArn,
  roleArn,
  secretArn,
} from "./resource-arns";
export { readerRoleName, targetRoleName } from "./role-name";
