import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { JsonService } from "../../wire/messages/service";
import * as aliases from "./aliases";
import { createKey } from "./create-key";
import * as cryptography from "./cryptography";
import { withDryRuns } from "./dry-run";
import type { KeyService } from "./encrypting-platform";
import { generateRandom } from "./generate-random";
import * as grants from "./grants";
import { keyClient } from "./key-client";
import { keyMaterial } from "./key-material";
import * as policies from "./key-policies";
import type { KmsContext } from "./kms-context";
import * as lifeCycle from "./life-cycle";
import * as keys from "./read-keys";
import { replicateKey } from "./replicate-key";
import { loadRootKey } from "./root-key";
import * as rotation from "./rotation";
import * as tagging from "./tagging";

/** AWS Key Management Service, for callers and for the services that encrypt with it. */
export type Kms = JsonService & KeyService;

const OPERATIONS = withDryRuns({
  CancelKeyDeletion: ["KeyId", lifeCycle.cancelKeyDeletion],
  CreateAlias: ["AliasName TargetKeyId", aliases.createAlias],
  CreateGrant: [
    "Constraints.EncryptionContextEquals Constraints.EncryptionContextSubset Constraints.SourceArn DryRun GrantTokens GranteePrincipal GranteeServicePrincipal KeyId Name Operations RetiringPrincipal RetiringServicePrincipal",
    grants.createGrant,
  ],
  CreateKey: [
    "BypassPolicyLockoutSafetyCheck CustomerMasterKeySpec Description KeySpec KeyUsage MultiRegion Origin Policy Tags.TagKey Tags.TagValue",
    createKey,
  ],
  Decrypt: [
    "CiphertextBlob DryRun EncryptionAlgorithm EncryptionContext GrantTokens KeyId",
    cryptography.decrypt,
  ],
  DeleteAlias: ["AliasName", aliases.deleteAlias],
  DescribeKey: ["GrantTokens KeyId", keys.describeKey],
  DisableKey: ["KeyId", lifeCycle.disableKey],
  DisableKeyRotation: ["KeyId", rotation.disableKeyRotation],
  EnableKey: ["KeyId", lifeCycle.enableKey],
  EnableKeyRotation: ["KeyId RotationPeriodInDays", rotation.enableKeyRotation],
  Encrypt: [
    "DryRun EncryptionAlgorithm EncryptionContext GrantTokens KeyId Plaintext",
    cryptography.encrypt,
  ],
  GenerateDataKey: [
    "DryRun EncryptionContext GrantTokens KeyId KeySpec NumberOfBytes",
    cryptography.generateDataKey,
  ],
  GenerateDataKeyWithoutPlaintext: [
    "DryRun EncryptionContext GrantTokens KeyId KeySpec NumberOfBytes",
    cryptography.generateDataKeyWithoutPlaintext,
  ],
  GenerateRandom: ["NumberOfBytes", generateRandom],
  GetKeyPolicy: ["KeyId PolicyName", policies.getKeyPolicy],
  GetKeyRotationStatus: ["KeyId", rotation.getKeyRotationStatus],
  ListAliases: ["KeyId Limit Marker", keys.listAliases],
  ListGrants: [
    "GrantId GranteePrincipal GranteeServicePrincipal KeyId Limit Marker",
    grants.listGrants,
  ],
  ListKeyPolicies: ["KeyId Limit Marker", policies.listKeyPolicies],
  ListKeyRotations: ["KeyId Limit Marker", rotation.listKeyRotations],
  ListKeys: ["Limit Marker", keys.listKeys],
  ListResourceTags: ["KeyId Limit Marker", tagging.listResourceTags],
  ListRetirableGrants: [
    "Limit Marker RetiringPrincipal RetiringServicePrincipal",
    grants.listRetirableGrants,
  ],
  PutKeyPolicy: ["BypassPolicyLockoutSafetyCheck KeyId Policy PolicyName", policies.putKeyPolicy],
  ReEncrypt: [
    "CiphertextBlob DestinationEncryptionAlgorithm DestinationEncryptionContext DestinationKeyId DryRun GrantTokens SourceEncryptionAlgorithm SourceEncryptionContext SourceKeyId",
    cryptography.reEncrypt,
  ],
  ReplicateKey: [
    "BypassPolicyLockoutSafetyCheck Description KeyId Policy ReplicaRegion Tags.TagKey Tags.TagValue",
    replicateKey,
  ],
  RetireGrant: ["DryRun GrantId GrantToken KeyId", grants.retireGrant],
  RevokeGrant: ["DryRun GrantId KeyId", grants.revokeGrant],
  RotateKeyOnDemand: ["KeyId", rotation.rotateKeyOnDemand],
  ScheduleKeyDeletion: ["KeyId PendingWindowInDays", lifeCycle.scheduleKeyDeletion],
  TagResource: ["KeyId Tags.TagKey Tags.TagValue", tagging.tagResource],
  UntagResource: ["KeyId TagKeys", tagging.untagResource],
  UpdateAlias: ["AliasName TargetKeyId", aliases.updateAlias],
  UpdateKeyDescription: ["Description KeyId", lifeCycle.updateKeyDescription],
});

/** Symmetric keys that really encrypt, wrapped by the root key in `platform.directory`. */
export function createKms(platform: Platform): Kms {
  const context: KmsContext = { ...platform, material: keyMaterial(loadRootKey(platform)) };
  const service = {
    protocol: "json",
    signingName: "kms",
    unsupported: "UnsupportedOperationException",
    targetPrefix: "TrentService",
  } as const;
  return {
    ...service,
    operations: bindOperations(context, service, OPERATIONS),
    viaService: (call, through) => keyClient({ platform: context, call }, through),
  };
}
