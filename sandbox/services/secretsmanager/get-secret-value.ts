import { parseArn } from "iam-proof/names";
import {
  accessDenied,
  invalidParameter,
  invalidRequest,
  resourceNotFound,
} from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingPlatform, EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { matchingSecrets } from "./list-secrets";
import { findVersion, type SecretRecord, secretKey, type VersionRecord } from "./secret-record";
import { decryptValue, shownValue } from "./secret-value";
import { CURRENT, labelledVersion, versionIdMember } from "./staging-labels";

/** Reads one value for the caller: the secret's policy decides first, then its key's. */
export function getSecretValue(request: EncryptingRequest) {
  const { platform, input } = request;
  const versionId = versionIdMember(input);
  const stage = input.optionalText("VersionStage", { min: 1, max: 256 });
  // Policies see only what the caller sent: a condition on AWSCURRENT does not match a call without a stage.
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

/** Records the day of the last read, which AWS reports. */
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

/** Reads several secrets of the caller's account. Each needs `GetSecretValue`; one that cannot be read is listed under errors. */
export function batchGetSecretValue(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  const ids = input.optionalTexts("SecretIdList", { min: 1, max: 20 });
  if ((ids === undefined) !== input.has("Filters")) {
    throw invalidParameter("Either SecretIdList or Filters must be given, and not both");
  }
  if (ids && input.has("MaxResults")) {
    throw invalidParameter("Filters must be given where MaxResults is");
  }
  platform.authorise(call, { action, resource: "*" });
  if (ids) return readAll(request, ids);
  platform.authorise(call, { action: "secretsmanager:ListSecrets", resource: "*" });
  const { items, more } = cutPage(
    matchingSecrets(request).filter(({ deletion }) => !deletion),
    input,
    PAGES.secretsManager,
    20,
    ({ name }) => name,
  );
  const arns = items.map(({ arn }) => arn);
  return { ...readAll(request, arns), ...more };
}

function readAll(request: EncryptingRequest, ids: string[]) {
  const SecretValues: unknown[] = [];
  const Errors: { SecretId: string; ErrorCode: string; Message: string }[] = [];
  for (const SecretId of ids) {
    try {
      refuseOtherAccount(request.call, SecretId);
      const action = "secretsmanager:GetSecretValue";
      SecretValues.push(
        getSecretValue({ ...request, input: request.input.inside({ SecretId }), action }),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ SecretId, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues, Errors };
}

function refuseOtherAccount({ caller }: Call, secretId: string): void {
  const account = parseArn(secretId)?.account;
  if (account !== undefined && account !== caller.account) {
    throw accessDenied(
      `User: ${caller.arn} is not authorized to perform: secretsmanager:BatchGetSecretValue on resource: ${secretId}: the operation is not available across accounts`,
    );
  }
}
