import { timingSafeEqual } from "node:crypto";
import { resourceExists } from "../../operations/input/refusals";
import type { StoreWriter } from "../../store/store";
import type { EncryptingCall } from "../kms/encrypting-platform";
import {
  findVersion,
  putVersion,
  removeVersion,
  type SecretRecord,
  type VersionRecord,
} from "./secret-record";
import { decryptValue, encryptValue, type SecretValue } from "./secret-value";
import { CURRENT, labelledVersion, moveLabel } from "./staging-labels";

const MOST_VERSIONS = 100;

/**
 * Writes a value as version `versionId` with the labels given; the first version is `AWSCURRENT` in any case.
 * The same value under the same id again changes nothing. Throws `ResourceExistsException` for another value.
 */
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

// Labels keep the order in which versions were made.
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
