import type { JsonService, Platform } from "../../wire/messages/service";
import type { Kms } from "../kms";
import { batchGetSecretValue } from "./batch-get-secret-value";
import { createSecret } from "./create-secret";
import { deleteSecret, restoreSecret } from "./delete-secret";
import { describeSecret } from "./describe-secret";
import { getSecretValue } from "./get-secret-value";
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
import type { SecretsContext } from "./secrets-context";
import { tagResource, untagResource } from "./tagging";
import { updateSecret } from "./update-secret";
import { updateSecretVersionStage } from "./update-secret-version-stage";

/** AWS Secrets Manager: values encrypted by a data key each, which the caller's own rights on the KMS key open. */
export function createSecretsManager(platform: Platform, kms: Kms): JsonService {
  const context: SecretsContext = { platform, kms };
  return {
    protocol: "json",
    signingName: "secretsmanager",
    targetPrefix: "secretsmanager",
    operations: {
      BatchGetSecretValue: batchGetSecretValue(context),
      CancelRotateSecret: cancelRotateSecret(context),
      CreateSecret: createSecret(context),
      DeleteResourcePolicy: deleteResourcePolicy(context),
      DeleteSecret: deleteSecret(context),
      DescribeSecret: describeSecret(context),
      GetRandomPassword: getRandomPassword(context),
      GetResourcePolicy: getResourcePolicy(context),
      GetSecretValue: getSecretValue(context),
      ListSecretVersionIds: listSecretVersionIds(context),
      ListSecrets: listSecrets(context),
      PutResourcePolicy: putResourcePolicy(context),
      PutSecretValue: putSecretValue(context),
      RemoveRegionsFromReplication: removeRegionsFromReplication(context),
      ReplicateSecretToRegions: replicateSecretToRegions(context),
      RestoreSecret: restoreSecret(context),
      RotateSecret: rotateSecret(context),
      TagResource: tagResource(context),
      UntagResource: untagResource(context),
      UpdateSecret: updateSecret(context),
      UpdateSecretVersionStage: updateSecretVersionStage(context),
      ValidateResourcePolicy: validateResourcePolicy(context),
    },
  };
}
