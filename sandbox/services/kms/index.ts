import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { JsonService } from "../../wire/messages/service";
import { createAlias, deleteAlias, updateAlias } from "./aliases";
import { createKey } from "./create-key";
import {
  decrypt,
  encrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  reEncrypt,
} from "./cryptography";
import { withDryRuns } from "./dry-run";
import type { KeyService } from "./encrypting-platform";
import { generateRandom } from "./generate-random";
import { createGrant, listGrants, listRetirableGrants, retireGrant, revokeGrant } from "./grants";
import { keyClient } from "./key-client";
import { keyMaterial } from "./key-material";
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from "./key-policies";
import type { KmsContext } from "./kms-context";
import {
  cancelKeyDeletion,
  disableKey,
  enableKey,
  scheduleKeyDeletion,
  updateKeyDescription,
} from "./life-cycle";
import { describeKey, listAliases, listKeys } from "./read-keys";
import { replicateKey } from "./replicate-key";
import { loadRootKey } from "./root-key";
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  listKeyRotations,
  rotateKeyOnDemand,
} from "./rotation";
import { listResourceTags, tagResource, untagResource } from "./tagging";

/** AWS Key Management Service, for callers and for the services that encrypt with it. */
export type Kms = JsonService & KeyService;

const OPERATIONS = withDryRuns({
  CancelKeyDeletion: ["KeyId", cancelKeyDeletion],
  CreateAlias: ["AliasName TargetKeyId", createAlias],
  CreateGrant: [
    "Constraints.EncryptionContextEquals Constraints.EncryptionContextSubset Constraints.SourceArn DryRun GrantTokens GranteePrincipal GranteeServicePrincipal KeyId Name Operations RetiringPrincipal RetiringServicePrincipal",
    createGrant,
  ],
  CreateKey: [
    "BypassPolicyLockoutSafetyCheck CustomerMasterKeySpec Description KeySpec KeyUsage MultiRegion Origin Policy Tags.TagKey Tags.TagValue",
    createKey,
  ],
  Decrypt: [
    "CiphertextBlob DryRun EncryptionAlgorithm EncryptionContext GrantTokens KeyId",
    decrypt,
  ],
  DeleteAlias: ["AliasName", deleteAlias],
  DescribeKey: ["GrantTokens KeyId", describeKey],
  DisableKey: ["KeyId", disableKey],
  DisableKeyRotation: ["KeyId", disableKeyRotation],
  EnableKey: ["KeyId", enableKey],
  EnableKeyRotation: ["KeyId RotationPeriodInDays", enableKeyRotation],
  Encrypt: ["DryRun EncryptionAlgorithm EncryptionContext GrantTokens KeyId Plaintext", encrypt],
  GenerateDataKey: [
    "DryRun EncryptionContext GrantTokens KeyId KeySpec NumberOfBytes",
    generateDataKey,
  ],
  GenerateDataKeyWithoutPlaintext: [
    "DryRun EncryptionContext GrantTokens KeyId KeySpec NumberOfBytes",
    generateDataKeyWithoutPlaintext,
  ],
  GenerateRandom: ["NumberOfBytes", generateRandom],
  GetKeyPolicy: ["KeyId PolicyName", getKeyPolicy],
  GetKeyRotationStatus: ["KeyId", getKeyRotationStatus],
  ListAliases: ["KeyId Limit Marker", listAliases],
  ListGrants: ["GrantId GranteePrincipal GranteeServicePrincipal KeyId Limit Marker", listGrants],
  ListKeyPolicies: ["KeyId Limit Marker", listKeyPolicies],
  ListKeyRotations: ["KeyId Limit Marker", listKeyRotations],
  ListKeys: ["Limit Marker", listKeys],
  ListResourceTags: ["KeyId Limit Marker", listResourceTags],
  ListRetirableGrants: [
    "Limit Marker RetiringPrincipal RetiringServicePrincipal",
    listRetirableGrants,
  ],
  PutKeyPolicy: ["BypassPolicyLockoutSafetyCheck KeyId Policy PolicyName", putKeyPolicy],
  ReEncrypt: [
    "CiphertextBlob DestinationEncryptionAlgorithm DestinationEncryptionContext DestinationKeyId DryRun GrantTokens SourceEncryptionAlgorithm SourceEncryptionContext SourceKeyId",
    reEncrypt,
  ],
  ReplicateKey: [
    "BypassPolicyLockoutSafetyCheck Description KeyId Policy ReplicaRegion Tags.TagKey Tags.TagValue",
    replicateKey,
  ],
  RetireGrant: ["DryRun GrantId GrantToken KeyId", retireGrant],
  RevokeGrant: ["DryRun GrantId KeyId", revokeGrant],
  RotateKeyOnDemand: ["KeyId", rotateKeyOnDemand],
  ScheduleKeyDeletion: ["KeyId PendingWindowInDays", scheduleKeyDeletion],
  TagResource: ["KeyId Tags.TagKey Tags.TagValue", tagResource],
  UntagResource: ["KeyId TagKeys", untagResource],
  UpdateAlias: ["AliasName TargetKeyId", updateAlias],
  UpdateKeyDescription: ["Description KeyId", updateKeyDescription],
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
