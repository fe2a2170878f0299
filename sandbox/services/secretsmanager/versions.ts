import { timingSafeEqual } from "node:crypto";
import {
  invalidParameter,
  invalidRequest,
  resourceExists,
  resourceNotFound,
} from "../../operations/input/refusals";
import type { StoreWriter } from "../../store/store";
import { AwsError } from "../../wire/messages";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { changeSecret, shortAnswer } from "./authorised-secret";
import {
  findVersion,
  putVersion,
  removeVersion,
  type SecretRecord,
  type VersionRecord,
} from "./secret-record";
import { decryptValue, encryptValue, readValue, type SecretValue } from "./secret-value";
import {
  CURRENT,
  labelledVersion,
  moveLabel,
  newVersionId,
  versionIdMember,
  withoutLabel,
} from "./staging-labels";

const MOST_VERSIONS = 100;

/** Writes a version. The first one is `AWSCURRENT`. Throws `ResourceExistsException` for another value under the same ID. */
export function addVersion(
  request: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  versionId: string,
  value: SecretValue,
  labels: string[],
): SecretRecord {
  const existing = findVersion(request.platform.store, secret, versionId);
  if (existing) {
    requireSame(request, secret, existing, value);
    return secret;
  }
  putVersion(writer, secret, encryptValue(request, secret, versionId, value));
  const first = labelledVersion(secret.labels, CURRENT) === undefined;
  const attached = first ? [...new Set([...labels, CURRENT])] : labels;
  const next = attached.reduce((moved, label) => moveLabel(moved, label, versionId), {
    ...secret.labels,
    [versionId]: [],
  });
  return { ...secret, labels: dropOldest(writer, secret, next) };
}

/** Throws `ResourceExistsException` unless the version holds this very value. */
export function requireSame(
  request: EncryptingCall,
  secret: SecretRecord,
  version: VersionRecord,
  value: SecretValue,
): void {
  const { kind, bytes } = decryptValue(request, secret, version);
  const same =
    kind === value.kind &&
    bytes.length === value.bytes.length &&
    timingSafeEqual(bytes, value.bytes);
  if (!same) {
    throw resourceExists(
      `You can't use ClientRequestToken ${version.versionId} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
}

// Labels keep the order of their versions.
function dropOldest(
  writer: StoreWriter,
  secret: SecretRecord,
  labels: Record<string, string[]>,
): Record<string, string[]> {
  const excess = Object.keys(labels).length - MOST_VERSIONS;
  const dropped = Object.keys(labels)
    .filter((versionId) => labels[versionId]?.length === 0)
    .slice(0, Math.max(0, excess));
  for (const versionId of dropped) removeVersion(writer, secret, versionId);
  return Object.fromEntries(
    Object.entries(labels).filter(([versionId]) => !dropped.includes(versionId)),
  );
}

/** A new version, `AWSCURRENT` unless labels are given. */
export function putSecretValue(request: EncryptingRequest) {
  const { input } = request;
  const value = readValue(input);
  if (!value) throw invalidRequest("You must provide either SecretString or SecretBinary.");
  const versionId = newVersionId(input);
  const labels = input.optionalTexts("VersionStages", { min: 1, max: 20 }) ?? [CURRENT];
  const saved = changeSecret(
    request,
    (secret, writer) => addVersion(request, writer, secret, versionId, value, labels),
    {},
    { [versionId]: value },
  );
  return {
    ...shortAnswer(saved),
    VersionId: versionId,
    VersionStages: saved.labels[versionId] ?? [],
  };
}

export function updateSecretVersionStage(request: EncryptingRequest) {
  const { input } = request;
  const label = input.text("VersionStage", { min: 1, max: 256 });
  const from = versionIdMember(input, "RemoveFromVersionId");
  const to = versionIdMember(input, "MoveToVersionId");
  const secret = changeSecret(
    request,
    (current) => {
      requireHolder(label, labelledVersion(current.labels, label), from, to);
      if (to === undefined) return { ...current, labels: withoutLabel(current.labels, label) };
      if (!Object.hasOwn(current.labels, to)) {
        throw resourceNotFound(
          `Secrets Manager can't find the specified secret value for VersionId: ${to}`,
        );
      }
      return { ...current, labels: moveLabel(current.labels, label, to) };
    },
    { "secretsmanager:VersionStage": label },
  );
  return shortAnswer(secret);
}

function requireHolder(
  label: string,
  holder: string | undefined,
  from: string | undefined,
  to: string | undefined,
): void {
  if (label === CURRENT && to === undefined) {
    throw invalidParameter(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
  }
  if (holder === undefined || holder === to || holder === from) return;
  throw new AwsError(
    "InvalidParameterException",
    from === undefined
      ? `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`
      : `The parameter RemoveFromVersionId must be ${holder}, the version that staging label ${label} is attached to, got ${from}`,
  );
}
