export { AccessGuards, type AccessGuardsArgs } from "./access-guards";
export type {
  FailoverObjectArgs,
  JmesPathEntryArgs,
  MountedObjectArgs,
  SyncedSecretArgs,
  SyncedSecretKeyArgs,
} from "./argument-types/mounted-object-args";
export {
  type PodSecretArgs,
  PolicyStyle,
  type ReadableParameterArgs,
  type ReadableSecretArgs,
  type ReaderArgs,
  ReaderIdentity,
  type SecretReaderArgs,
  type SecretReplicaArgs,
  type SecretRotationArgs,
} from "./argument-types/pod-secret-args";
export { readerRoleName, targetRoleName } from "./grant/landing-zone/names";
export type { Reader } from "./grant/landing-zone/pods";
export type { CsiVolume, CsiVolumeMount, CsiVolumeSource } from "./manifest/csi-volume";
export { ObjectType } from "./manifest/mounted-object";
export { AddressType } from "./manifest/secret-provider-class";
export { PodReader, type PodReaderArgs } from "./pod-reader";
export { PodSecret } from "./pod-secret";
export { PodSecretKey, type PodSecretKeyArgs } from "./pod-secret-key";
export {
  type KeyedSecretArgs,
  PodSecretKeyPolicy,
  type PodSecretKeyPolicyArgs,
} from "./pod-secret-key-policy";
export { PodTargetRole, type PodTargetRoleArgs } from "./pod-target-role";
export { SecretMount, type SecretMountArgs } from "./secret-mount";
export {
  AgentInstall,
  CsiInstall,
  SecretsStoreCsi,
  type SecretsStoreCsiArgs,
} from "./secrets-store-csi";
export { SharedSecret, type SharedSecretArgs, type SharedSecretReaderArgs } from "./shared-secret";
export {
  type SharedSecretFileArgs,
  SharedSecretMount,
  type SharedSecretMountArgs,
} from "./shared-secret-mount";
