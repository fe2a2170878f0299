import { optionalStrings } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { addVersion } from "./add-version";
import { authorisedSecret, requireNotDeleted } from "./authorised-secret";
import { requirePrimary, shortAnswer } from "./change-secret";
import { saveSecret } from "./save-secret";
import { readValue } from "./secret-value";
import type { SecretsContext } from "./secrets-context";
import { CURRENT } from "./staging-labels";
import { newVersionId } from "./version-members";

/** `PutSecretValue`: a new version, `AWSCURRENT` unless labels are given. */
export function putSecretValue(context: SecretsContext): Operation {
  return (call, input) => {
    const value = readValue(input);
    if (!value) {
      throw new AwsError(
        "InvalidRequestException",
        "You must provide either SecretString or SecretBinary.",
      );
    }
    const versionId = newVersionId(input);
    const labels = optionalStrings(input, "VersionStages", { min: 1, max: 20 }) ?? [CURRENT];
    return context.platform.store.transaction((writer) => {
      const secret = authorisedSecret(context, call, input, "PutSecretValue");
      requirePrimary(secret);
      requireNotDeleted(secret);
      const changed = addVersion(context, call, writer, secret, versionId, value, labels);
      const saved =
        changed === secret
          ? secret
          : saveSecret(
              context,
              call,
              writer,
              { ...changed, lastChanged: call.now },
              {
                [versionId]: value,
              },
            );
      return {
        ...shortAnswer(saved),
        VersionId: versionId,
        VersionStages: saved.labels[versionId] ?? [],
      };
    });
  };
}
