import type { Input } from "../../operations/input/member";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import type { SecretRecord, VersionRecord } from "./secret-record";
import { findVersion } from "./secret-record";
import { decryptValue, shownValue } from "./secret-value";
import type { SecretsContext } from "./secrets-context";
import { CURRENT, labelledVersion } from "./staging-labels";
import { versionIdMember, versionStageMember } from "./version-members";

/** `GetSecretValue` */
export function getSecretValue(context: SecretsContext): Operation {
  return (call, input) => readSecret(context, call, input);
}

/** Reads one value for the caller: the secret's policy first, its key's afterwards. */
export function readSecret(context: SecretsContext, call: Call, input: Input): unknown {
  const versionId = versionIdMember(input);
  const stage = versionStageMember(input);
  // Policies see only what the caller said: a condition on AWSCURRENT does not match a call that leaves it out.
  const secret = authorisedSecret(context, call, input, "GetSecretValue", {
    ...(versionId !== undefined && { "secretsmanager:VersionId": versionId }),
    ...(stage !== undefined && { "secretsmanager:VersionStage": stage }),
  });
  requireNotDeleted(secret);
  const version = requireVersion(context, secret, versionId, stage);
  const value = decryptValue(context, call, secret, version);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    ...shownValue(value),
    VersionStages: secret.labels[version.versionId] ?? [],
    CreatedDate: version.created,
  };
}

function requireVersion(
  { platform }: SecretsContext,
  secret: SecretRecord,
  versionId: string | undefined,
  stage: string | undefined,
): VersionRecord {
  const wanted = versionId ?? labelledVersion(secret.labels, stage ?? CURRENT);
  const version = wanted === undefined ? undefined : findVersion(platform.store, secret, wanted);
  if (!version) {
    const missing = versionId ? `VersionId: ${versionId}` : `staging label: ${stage ?? CURRENT}`;
    throw new AwsError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${missing}`,
    );
  }
  if (versionId && stage && !secret.labels[versionId]?.includes(stage)) {
    throw new AwsError(
      "InvalidRequestException",
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  }
  return version;
}
