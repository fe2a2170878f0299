import { invalidParameter, resourceNotFound } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { changeSecret, shortAnswer } from "./change-secret";
import { CURRENT, labelledVersion, moveLabel, withoutLabel } from "./staging-labels";
import { versionIdMember } from "./version-members";

/** Moves a label from one version to another, or takes it away. */
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
