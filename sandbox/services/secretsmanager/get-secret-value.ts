import { invalidRequest, resourceNotFound } from "../../operations/input/refusals";
import type { EncryptingPlatform, EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { findVersion, type SecretRecord, secretKey, type VersionRecord } from "./secret-record";
import { decryptValue, shownValue } from "./secret-value";
import { CURRENT, labelledVersion } from "./staging-labels";
import { versionIdMember } from "./version-members";

/** Reads one value for the caller: the secret's policy first, its key's afterwards. */
export function readSecret(request: EncryptingRequest) {
  const { platform, input } = request;
  const versionId = versionIdMember(input);
  const stage = input.optionalText("VersionStage", { min: 1, max: 256 });
  // Policies see only what the caller said: a condition on AWSCURRENT does not match a call that leaves it out.
  const secret = authorisedSecret(request, {
    ...(versionId !== undefined && { "secretsmanager:VersionId": versionId }),
    ...(stage !== undefined && { "secretsmanager:VersionStage": stage }),
  });
  requireNotDeleted(secret);
  const version = requireVersion(platform, secret, versionId, stage);
  const value = decryptValue(request, secret, version);
  noteAccess(request, secret);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    ...shownValue(value),
    VersionStages: secret.labels[version.versionId] ?? [],
    CreatedDate: version.created,
  };
}

/** AWS says on which day a secret was read last. */
function noteAccess({ platform: { store }, call }: EncryptingRequest, secret: SecretRecord): void {
  const { lastAccessed } = secret;
  const today = new Date(call.now);
  today.setUTCHours(0, 0, 0, 0);
  if (lastAccessed?.getTime() === today.getTime()) return;
  store.transaction((writer) => writer.put(secretKey(secret), { ...secret, lastAccessed: today }));
}

function requireVersion(
  { store }: EncryptingPlatform,
  secret: SecretRecord,
  versionId: string | undefined,
  stage: string | undefined,
): VersionRecord {
  const selected = versionId ?? labelledVersion(secret.labels, stage ?? CURRENT);
  const version = selected === undefined ? undefined : findVersion(store, secret, selected);
  if (!version) {
    const missing = versionId ? `VersionId: ${versionId}` : `staging label: ${stage ?? CURRENT}`;
    throw resourceNotFound(`Secrets Manager can't find the specified secret value for ${missing}`);
  }
  if (versionId && stage && !secret.labels[versionId]?.includes(stage)) {
    throw invalidRequest(
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  }
  return version;
}
