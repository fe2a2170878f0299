import type { Platform } from "../../identity/platform";
import { bindOperations, type OperationTable } from "../../operations/service";
import type { JsonService } from "../../wire/messages/service";
import type { EncryptingPlatform, KeyService } from "../kms/encrypting-platform";
import { batchGetSecretValue } from "./batch-get-secret-value";
import { createSecret } from "./create-secret";
import { deleteSecret, restoreSecret } from "./delete-secret";
import { describeSecret } from "./describe-secret";
import { readSecret } from "./get-secret-value";
import { listSecrets, listSecretVersionIds } from "./list-secrets";
import { putSecretValue } from "./put-secret-value";
import { getRandomPassword } from "./random-password";
import { removeRegionsFromReplication, replicateSecretToRegions } from "./replicas";
import {
  deleteResourcePolicy,
  getResourcePolicy,
  putResourcePolicy,
  validateResourcePolicy,
} from "./resource-policies";
import { cancelRotateSecret, rotateSecret } from "./rotation";
import { tagResource, untagResource } from "./tagging";
import { updateSecret } from "./update-secret";
import { updateSecretVersionStage } from "./update-secret-version-stage";

const OPERATIONS: OperationTable<EncryptingPlatform> = {
  BatchGetSecretValue: batchGetSecretValue,
  CancelRotateSecret: cancelRotateSecret,
  CreateSecret: createSecret,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteSecret: deleteSecret,
  DescribeSecret: describeSecret,
  GetRandomPassword: getRandomPassword,
  GetResourcePolicy: getResourcePolicy,
  GetSecretValue: readSecret,
  ListSecretVersionIds: listSecretVersionIds,
  ListSecrets: listSecrets,
  PutResourcePolicy: putResourcePolicy,
  PutSecretValue: putSecretValue,
  RemoveRegionsFromReplication: removeRegionsFromReplication,
  ReplicateSecretToRegions: replicateSecretToRegions,
  RestoreSecret: restoreSecret,
  RotateSecret: rotateSecret,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateSecret: updateSecret,
  UpdateSecretVersionStage: updateSecretVersionStage,
  ValidateResourcePolicy: validateResourcePolicy,
};

/** AWS Secrets Manager: values encrypted by a data key each, which the caller's own rights on the KMS key open. */
export function createSecretsManager(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "secretsmanager",
    targetPrefix: "secretsmanager",
    messageMember: "Message",
  } as const;
  return { ...service, operations: bindOperations({ ...platform, kms }, service, OPERATIONS) };
}
