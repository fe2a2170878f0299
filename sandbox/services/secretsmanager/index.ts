import type { Platform } from "../../identity/platform";
import { bindOperations } from "../../operations/service";
import type { JsonService } from "../../wire/messages";
import type { KeyService } from "../kms/encrypting-platform";
import * as writes from "./create-and-update";
import * as deletion from "./delete-secret";
import * as values from "./get-secret-value";
import * as listing from "./list-secrets";
import * as passwords from "./random-password";
import * as replicas from "./replicas";
import * as policies from "./resource-policies";
import * as rotation from "./rotation";
import * as tagging from "./tagging";
import * as versions from "./versions";

const OPERATIONS = {
  BatchGetSecretValue: "Filters.Key Filters.Values MaxResults NextToken SecretIdList",
  CancelRotateSecret: "SecretId",
  CreateSecret:
    "AddReplicaRegions.KmsKeyId AddReplicaRegions.Region ClientRequestToken Description ForceOverwriteReplicaSecret KmsKeyId Name SecretBinary SecretString Tags.Key Tags.Value",
  DeleteResourcePolicy: "SecretId",
  DeleteSecret: "ForceDeleteWithoutRecovery RecoveryWindowInDays SecretId",
  DescribeSecret: "SecretId",
  GetRandomPassword:
    "ExcludeCharacters ExcludeLowercase ExcludeNumbers ExcludePunctuation ExcludeUppercase IncludeSpace PasswordLength RequireEachIncludedType",
  GetResourcePolicy: "SecretId",
  GetSecretValue: "SecretId VersionId VersionStage",
  ListSecretVersionIds: "IncludeDeprecated MaxResults NextToken SecretId",
  ListSecrets:
    "Filters.Key Filters.Values IncludePlannedDeletion MaxResults NextToken SortBy SortOrder",
  PutResourcePolicy: "BlockPublicPolicy ResourcePolicy SecretId",
  PutSecretValue: "ClientRequestToken SecretBinary SecretId SecretString VersionStages",
  RemoveRegionsFromReplication: "RemoveReplicaRegions SecretId",
  ReplicateSecretToRegions:
    "AddReplicaRegions.KmsKeyId AddReplicaRegions.Region ForceOverwriteReplicaSecret SecretId",
  RestoreSecret: "SecretId",
  RotateSecret:
    "ClientRequestToken RotateImmediately RotationLambdaARN RotationRules.AutomaticallyAfterDays RotationRules.Duration RotationRules.ScheduleExpression SecretId",
  StopReplicationToReplica: "SecretId",
  TagResource: "SecretId Tags.Key Tags.Value",
  UntagResource: "SecretId TagKeys",
  UpdateSecret: "ClientRequestToken Description KmsKeyId SecretBinary SecretId SecretString",
  UpdateSecretVersionStage: "MoveToVersionId RemoveFromVersionId SecretId VersionStage",
  ValidateResourcePolicy: "ResourcePolicy SecretId",
};

const RUNS = {
  ...writes,
  ...deletion,
  ...values,
  ...listing,
  ...passwords,
  ...replicas,
  ...policies,
  ...rotation,
  ...tagging,
  ...versions,
};

/** AWS Secrets Manager. Each value has a data key, which the caller opens with their own rights on the KMS key. */
export function createSecretsManager(platform: Platform, kms: KeyService): JsonService {
  const service = {
    protocol: "json",
    signingName: "secretsmanager",
    unsupported: "InvalidParameterException",
    targetPrefix: "secretsmanager",
    messageMember: "Message",
  } as const;
  return {
    ...service,
    operations: bindOperations({ ...platform, kms }, service, OPERATIONS, RUNS),
  };
}
