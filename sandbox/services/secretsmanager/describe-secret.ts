import { tagList } from "../../operations/tags/tags";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret } from "./authorised-secret";
import { replicationStatus } from "./replicas";
import type { RotationRecord, SecretRecord } from "./secret-record";
import { labelledOnly } from "./staging-labels";

const DAY = 24 * 60 * 60 * 1000;

/** Everything but the value, also in the recovery window. */
export function describeSecret(request: EncryptingRequest) {
  const secret = authorisedSecret(request);
  return {
    ...secretSummary(secret),
    VersionIdsToStages: labelledOnly(secret.labels),
    ...replicationStatus(secret),
  };
}

/** What `DescribeSecret` and `ListSecrets` have in common. */
export function secretSummary(secret: SecretRecord): Record<string, unknown> {
  const { description, kmsKeyId, deletion, rotation, replicas, primaryRegion, tags, lastAccessed } =
    secret;
  const replicated = replicas.length > 0 || primaryRegion !== undefined;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...rotationSummary(rotation),
    LastChangedDate: secret.lastChanged,
    ...(lastAccessed && { LastAccessedDate: lastAccessed }),
    ...(deletion && { DeletedDate: deletion.requested }),
    ...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
    CreatedDate: secret.created,
    ...(replicated && { PrimaryRegion: primaryRegion ?? secret.region }),
  };
}

function rotationSummary(rotation: RotationRecord | undefined): Record<string, unknown> {
  if (!rotation) return {};
  const { enabled, lambdaArn, rules, since } = rotation;
  const days = rules.AutomaticallyAfterDays;
  return {
    RotationEnabled: enabled,
    RotationLambdaARN: lambdaArn,
    RotationRules: rules,
    ...(enabled &&
      days !== undefined && { NextRotationDate: new Date(since.getTime() + days * DAY) }),
  };
}
