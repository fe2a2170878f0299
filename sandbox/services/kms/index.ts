import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
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
import type { KeyService } from "./encrypting-platform";
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
  rotateKeyOnDemand,
} from "./rotation";
import { listResourceTags, tagResource, untagResource } from "./tagging";

/** AWS Key Management Service, for callers and for the services that encrypt with it. */
export type Kms = JsonService & KeyService;

const OPERATIONS: OperationTable<KmsContext> = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeyPolicies: listKeyPolicies,
  ListKeys: listKeys,
  ListResourceTags: listResourceTags,
  ListRetirableGrants: listRetirableGrants,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: replicateKey,
  RetireGrant: retireGrant,
  RevokeGrant: revokeGrant,
  RotateKeyOnDemand: rotateKeyOnDemand,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAlias: updateAlias,
  UpdateKeyDescription: updateKeyDescription,
};

/** Symmetric keys that really encrypt, wrapped by the root key in `platform.directory`. */
export function createKms(platform: Platform): Kms {
  const context: KmsContext = { ...platform, material: keyMaterial(loadRootKey(platform)) };
  const service = { protocol: "json", signingName: "kms", targetPrefix: "TrentService" } as const;
  return {
    ...service,
    operations: bindOperations(context, service, OPERATIONS),
    viaService: (call, through) => keyClient({ platform: context, call }, through),
  };
}
