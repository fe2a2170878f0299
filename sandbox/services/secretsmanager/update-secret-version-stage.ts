import { requiredString } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { changeSecret, shortAnswer } from "./change-secret";
import type { SecretsContext } from "./secrets-context";
import { CURRENT, labelledVersion, moveLabel, withoutLabel } from "./staging-labels";
import { versionIdMember } from "./version-members";

/** `UpdateSecretVersionStage`: moves a label from one version to another, or takes it away. */
export function updateSecretVersionStage(context: SecretsContext): Operation {
  return (call, input) => {
    const label = requiredString(input, "VersionStage", { min: 1, max: 256 });
    const from = versionIdMember(input, "RemoveFromVersionId");
    const to = versionIdMember(input, "MoveToVersionId");
    const action = "UpdateSecretVersionStage";
    const secret = changeSecret(
      context,
      call,
      input,
      action,
      (current) => {
        const holder = labelledVersion(current.labels, label);
        requireHolder(label, holder, from, to);
        if (to === undefined) return { ...current, labels: withoutLabel(current.labels, label) };
        if (!Object.hasOwn(current.labels, to)) {
          throw new AwsError(
            "ResourceNotFoundException",
            `Secrets Manager can't find the specified secret value for VersionId: ${to}`,
          );
        }
        return { ...current, labels: moveLabel(current.labels, label, to) };
      },
      { "secretsmanager:VersionStage": label },
    );
    return shortAnswer(secret);
  };
}

function requireHolder(
  label: string,
  holder: string | undefined,
  from: string | undefined,
  to: string | undefined,
): void {
  if (label === CURRENT && to === undefined) {
    throw new AwsError(
      "InvalidParameterException",
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
