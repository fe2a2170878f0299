import { invalidRequest } from "../../operations/input/refusals";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { addVersion } from "./add-version";
import { changeSecret, shortAnswer } from "./change-secret";
import { readValue } from "./secret-value";
import { CURRENT } from "./staging-labels";
import { newVersionId } from "./version-members";

/** A new version, `AWSCURRENT` unless labels are given. */
export function putSecretValue(request: EncryptingRequest) {
  const { input } = request;
  const value = readValue(input);
  if (!value) {
    throw invalidRequest("You must provide either SecretString or SecretBinary.");
  }
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
