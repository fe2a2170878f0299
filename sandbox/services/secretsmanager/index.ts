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
import { stopReplicationToReplica } from "./stop-replication";
import { tagResource, untagResource } from "./tagging";
import { updateSecret } from "./update-secret";
import { updateSecretVersionStage } from "./update-secret-version-stage";

const OPERATIONS: OperationTable<EncryptingPlatform> = {
  BatchGetSecretValue: [
    "Filters.Key Filters.Values MaxResults NextToken SecretIdList",
    batchGetSecretValue,
  ],
  CancelRotateSecret: ["SecretId", cancelRotateSecret],
  CreateSecret: [
    "AddReplicaRegions.KmsKeyId AddReplicaRegions.Region ClientRequestToken Description ForceOverwriteReplicaSecret KmsKeyId Name SecretBinary SecretString Tags.Key Tags.Value",
    createSecret,
  ],
  DeleteResourcePolicy: ["SecretId", deleteResourcePolicy],
  DeleteSecret: ["ForceDeleteWithoutRecovery RecoveryWindowInDays SecretId", deleteSecret],
  DescribeSecret: ["SecretId", describeSecret],
  GetRandomPassword: [
    "ExcludeCharacters ExcludeLowercase ExcludeNumbers ExcludePunctuation ExcludeUppercase IncludeSpace PasswordLength RequireEachIncludedType",
    getRandomPassword,
  ],
  GetResourcePolicy: ["SecretId", getResourcePolicy],
  GetSecretValue: ["SecretId VersionId VersionStage", readSecret],
  ListSecretVersionIds: ["IncludeDeprecated MaxResults NextToken SecretId", listSecretVersionIds],
  ListSecrets: [
    "Filters.Key Filters.Values IncludePlannedDeletion MaxResults NextToken SortBy SortOrder",
    listSecrets,
  ],
  PutResourcePolicy: ["BlockPublicPolicy ResourcePolicy SecretId", putResourcePolicy],
  PutSecretValue: [
    "ClientRequestToken SecretBinary SecretId SecretString VersionStages",
    putSecretValue,
  ],
  RemoveRegionsFromReplication: ["RemoveReplicaRegions SecretId", removeRegionsFromReplication],
  ReplicateSecretToRegions: [
    "AddReplicaRegions.KmsKeyId AddReplicaRegions.Region ForceOverwriteReplicaSecret SecretId",
    replicateSecretToRegions,
  ],
  RestoreSecret: ["SecretId", restoreSecret],
  RotateSecret: [
    "ClientRequestToken RotateImmediately RotationLambdaARN RotationRules.AutomaticallyAfterDays RotationRules.Duration RotationRules.ScheduleExpression SecretId",
    rotateSecret,
  ],
  StopReplicationToReplica: ["SecretId", stopReplicationToReplica],
  TagResource: ["SecretId Tags.Key Tags.Value", tagResource],
  UntagResource: ["SecretId TagKeys", untagResource],
  UpdateSecret: [
    "ClientRequestToken Description KmsKeyId SecretBinary SecretId SecretString",
    updateSecret,
  ],
  UpdateSecretVersionStage: [
    "MoveToVersionId RemoveFromVersionId SecretId VersionStage",
    updateSecretVersionStage,
  ],
  ValidateResourcePolicy: ["ResourcePolicy SecretId", validateResourcePolicy],
};

/** AWS Secrets Manager: values encrypted by a data key each, which the caller's own rights on the KMS key open. */
export function createSecretsManager(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "secretsmanager",
    unsupported: "InvalidParameterException",
    targetPrefix: "secretsmanager",
    messageMember: "Message",
  } as const;
  return { ...service, operations: bindOperations({ ...platform, kms }, service, OPERATIONS) };
}
