import type { Call } from "../../wire/messages/operation";
import type { JsonService, Platform } from "../../wire/messages/service";
import { createAlias, deleteAlias, updateAlias } from "./aliases";
import { createKey } from "./create-key";
import {
  decrypt,
  encrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  reEncrypt,
} from "./cryptography";
import { describeKey } from "./describe-key";
import type { KeyClient } from "./key-client";
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
import { listAliasesOperation, listKeysOperation } from "./listings";
import { replicateKey } from "./replicate-key";
import { loadRootKey } from "./root-key";
import {
  disableKeyRotation,
  enableKeyRotation,
  getKeyRotationStatus,
  rotateKeyOnDemand,
} from "./rotation";
import { listResourceTags, tagResource, untagResource } from "./tagging";

export type { DataKey, Decrypted, Encrypted, KeyClient } from "./key-client";

/** AWS Key Management Service, for callers and for the services that encrypt with it. */
export interface Kms extends JsonService {
  /** KMS as `service`, e.g. `secretsmanager`, uses it for the caller of `call`. */
  viaService(call: Call, service: string): KeyClient;
}

/** Key Management Service: symmetric keys that really encrypt, wrapped by the root key in `platform.directory`. */
export function createKms(platform: Platform): Kms {
  const context: KmsContext = { platform, material: keyMaterial(loadRootKey(platform)) };
  return {
    protocol: "json",
    signingName: "kms",
    targetPrefix: "TrentService",
    viaService: (call, service) => keyClient(context, call, service),
    operations: {
      CancelKeyDeletion: cancelKeyDeletion(context),
      CreateAlias: createAlias(context),
      CreateKey: createKey(context),
      Decrypt: decrypt(context),
      DeleteAlias: deleteAlias(context),
      DescribeKey: describeKey(context),
      DisableKey: disableKey(context),
      DisableKeyRotation: disableKeyRotation(context),
      EnableKey: enableKey(context),
      EnableKeyRotation: enableKeyRotation(context),
      Encrypt: encrypt(context),
      GenerateDataKey: generateDataKey(context),
      GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext(context),
      GetKeyPolicy: getKeyPolicy(context),
      GetKeyRotationStatus: getKeyRotationStatus(context),
      ListAliases: listAliasesOperation(context),
      ListKeyPolicies: listKeyPolicies(context),
      ListKeys: listKeysOperation(context),
      ListResourceTags: listResourceTags(context),
      PutKeyPolicy: putKeyPolicy(context),
      ReEncrypt: reEncrypt(context),
      ReplicateKey: replicateKey(context),
      RotateKeyOnDemand: rotateKeyOnDemand(context),
      ScheduleKeyDeletion: scheduleKeyDeletion(context),
      TagResource: tagResource(context),
      UntagResource: untagResource(context),
      UpdateAlias: updateAlias(context),
      UpdateKeyDescription: updateKeyDescription(context),
    },
  };
}
